package dev.holdfast.junit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The clock of a test's engines. It stands still until the test lets time pass, and then everything that has become
 * due happens before {@link #pass} returns: states expire, keys end, delayed writes are carried out. Safe for use by
 * many threads.
 */
public final class TestClock implements InstantSource {
    /** When every test begins. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Runnable due;
    private volatile Instant now = START;

    TestClock(Runnable due) {
        this.due = due;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /**
     * Lets time pass at once: what falls due meanwhile happens at its end.
     *
     * @throws IllegalArgumentException if the duration is negative: stores take times to be in order
     */
    public void pass(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time passes forwards only");
        }
        synchronized (this) {
            now = now.plus(duration);
        }
        due.run();
    }

    /** The time so long ago, for what is asked as of then. */
    public Instant ago(Duration duration) {
        return now.minus(duration);
    }

    @Override
    public String toString() {
        return "TestClock[" + now + "]";
    }
}

package dev.holdfast.engine.internal.commit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the clock said some time ago. A clock that is ahead for a while must not end what is then removed for good: what
 * has ended must have ended by an earlier reading too, long enough ago by a clock that is never set and stands still
 * while the machine sleeps. Safe for use by many threads.
 */
final class ClockReadings {
    /** How many readings are kept at most: one for each part of the pause. */
    private static final int PARTS = 64;

    private final InstantSource clock;
    private final long pauseNanos;
    private final LongSupplier nanoTime;
    private final Deque<Reading> readings = new ArrayDeque<>();

    private record Reading(long nanos, Instant time) {}

    /**
     * @param pause how old the earlier reading must be
     * @param nanoTime as {@link System#nanoTime()}
     */
    ClockReadings(InstantSource clock, Duration pause, LongSupplier nanoTime) {
        this.clock = clock;
        this.pauseNanos = pause.toNanos();
        this.nanoTime = nanoTime;
    }

    /**
     * Reads the clock. Returns the earlier of what it says and what it said a pause ago; null if it was not read so
     * long ago yet.
     */
    synchronized @Nullable Instant agreed() {
        long nanos = nanoTime.getAsLong();
        Instant now = clock.instant();
        Reading last = readings.peekLast();
        if (last == null || nanos - last.nanos >= pauseNanos / PARTS) {
            readings.addLast(new Reading(nanos, now));
        }
        Reading agreed = null;
        while (!readings.isEmpty() && nanos - readings.getFirst().nanos >= pauseNanos) {
            agreed = readings.removeFirst();
        }
        if (agreed == null) {
            return null;
        }
        readings.addFirst(agreed);
        return agreed.time.isBefore(now) ? agreed.time : now;
    }
}

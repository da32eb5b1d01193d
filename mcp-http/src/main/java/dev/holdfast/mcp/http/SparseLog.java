package dev.holdfast.mcp.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Logs what clients can cause as often as they like: one line a minute, with the number of times since the line before.
 * Thread-safe.
 */
final class SparseLog {
    private static final System.Logger LOGGER = System.getLogger(SparseLog.class.getName());
    private static final long PERIOD = Duration.ofMinutes(1).toNanos();

    private final String what;
    private final AtomicLong times = new AtomicLong();
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    /** @param what happened, as a sentence without its end */
    SparseLog(String what) {
        this.what = what;
    }

    /** It happened once more. */
    void add(String detail) {
        long count = times.incrementAndGet();
        long due = next.get();
        long now = System.nanoTime();
        if (now - due >= 0 && next.compareAndSet(due, now + PERIOD)) {
            times.addAndGet(-count);
            LOGGER.log(System.Logger.Level.WARNING, what + " (" + count + " since the last line): " + detail);
        }
    }
}

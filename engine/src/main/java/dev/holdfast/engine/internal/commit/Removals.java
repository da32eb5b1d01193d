package dev.holdfast.engine.internal.commit;

import dev.holdfast.engine.spi.StateId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * When states that have ended may be removed for good. A clock that is wrong for a while must not remove what it takes
 * for ended: so a process removes a state only if it saw it due before, long enough ago by a clock that is never set
 * and stands still while the machine sleeps. Safe for use by many threads.
 */
public final class Removals {
    private static final int MOST = 100_000;

    private final long pauseNanos;
    private final LongSupplier nanoTime;
    private final Map<StateId, Long> firstSeen = new HashMap<>();

    /**
     * @param pause how long ago a state must have been seen due
     * @param nanoTime as {@link System#nanoTime()}
     */
    public Removals(Duration pause, LongSupplier nanoTime) {
        this.pauseNanos = pause.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Whether a state that is due may be removed now; if not, it is noted that it was seen. */
    synchronized boolean mayRemove(StateId id) {
        long now = nanoTime.getAsLong();
        Long first = firstSeen.get(id);
        if (first == null && firstSeen.size() < MOST && pauseNanos > 0) {
            firstSeen.put(id, now);
            return false;
        }
        boolean removes = pauseNanos == 0 || (first != null && now - first >= pauseNanos);
        if (removes) {
            firstSeen.remove(id);
        }
        return removes;
    }

    /** Whether a state was seen due, and must wait. */
    public synchronized boolean isWaiting(StateId id) {
        Long first = firstSeen.get(id);
        return first != null && nanoTime.getAsLong() - first < pauseNanos;
    }
}

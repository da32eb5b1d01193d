package dev.holdfast.engine.local;

/**
 * Waits for a change by any client: those of this process wake it at once, those of others are looked for now and then.
 */
final class ChangeWait {
    private static final int POLL_MILLIS = 50;

    private final Wakeups wakeups;
    private final ChangeCounter changes;
    private final long raised;
    private final long count;

    /** To be made before looking at what may change. */
    ChangeWait(Wakeups wakeups, ChangeCounter changes) {
        this.wakeups = wakeups;
        this.changes = changes;
        this.raised = wakeups.version();
        this.count = changes.get();
    }

    /**
     * Waits until something may have changed since this was made; false if it is too late, or the thread is
     * interrupted.
     *
     * @param deadline the latest {@link System#nanoTime()}
     */
    boolean await(long deadline) {
        try {
            for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
                wakeups.await(raised, Math.min(POLL_MILLIS, left / 1_000_000 + 1));
                // An odd count: somebody is at work, or died before saying that it is done.
                if (ChangeCounter.isOdd(count) || changes.get() != count || wakeups.version() != raised) {
                    return true;
                }
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

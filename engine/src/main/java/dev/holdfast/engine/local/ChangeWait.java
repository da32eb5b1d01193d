package dev.holdfast.engine.local;

/** Waits for a change by any client: clients of this process wake it at once, changes by others are polled for. */
final class ChangeWait {
    private static final int POLL_MILLIS = 50;

    private final Wakeups wakeups;
    private final ChangeCounter changes;
    private final Footing footing;
    private final long raised;
    private final long count;

    /** Must be created before the caller looks at what may change, so that no change is missed in between. */
    ChangeWait(Wakeups wakeups, ChangeCounter changes, Footing footing) {
        this.wakeups = wakeups;
        this.changes = changes;
        this.footing = footing;
        this.raised = wakeups.version();
        this.count = changes.get();
    }

    /**
     * Waits until something may have changed since this was created; false if the deadline passed or the thread was
     * interrupted.
     *
     * @param deadline the latest {@link System#nanoTime()}
     */
    boolean await(long deadline) {
        try {
            for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
                wakeups.await(raised, Math.min(POLL_MILLIS, left / 1_000_000 + 1));
                // Where the store lost a file, no change is counted any more; looking again tells.
                // An odd count: a client is making a change, or died before it was done. Then look again.
                if (!footing.holds()
                        || ChangeCounter.isOdd(count)
                        || changes.get() != count
                        || wakeups.version() != raised) {
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

package dev.holdfast.mcp;

/**
 * Lets a server look after those resources alone that somebody listens to. Thread-safe; every method may block and is
 * called on a virtual thread.
 */
public interface SubscriptionSource {
    /**
     * Knows of every resource, lets everybody listen, and leaves it to {@link Changes#resourceUpdated} to tell of
     * changes.
     */
    SubscriptionSource OPEN = new SubscriptionSource() {
        @Override
        public boolean admits(String uri, RequestContext context) {
            return true;
        }

        @Override
        public Watch watch(String uri, Caller first, Runnable changed) {
            return () -> {};
        }
    };

    /**
     * Whether the caller may listen to a resource: only if it may read it. Asked once, when the client begins to
     * listen.
     */
    boolean admits(String uri, RequestContext context) throws InterruptedException;

    /**
     * The first listener to a resource has come. No change after the return of this method may be missed.
     *
     * @param first whom {@link #admits} let listen; the watch may outlive it, on behalf of others
     * @param changed to be run after every change, by any thread; it never blocks
     */
    Watch watch(String uri, Caller first, Runnable changed) throws InterruptedException;

    /** Looks after one resource. */
    @FunctionalInterface
    interface Watch extends AutoCloseable {
        /** The last listener has left. */
        @Override
        void close();
    }
}

package dev.holdfast.mcp;

/**
 * Lets a server watch only the resources that a client listens to. Implementations are thread-safe; every method may
 * block and is called on a virtual thread.
 */
public interface SubscriptionSource {
    /**
     * Admits every caller to every resource and watches nothing; changes are published by
     * {@link ServerChanges#resourceUpdated}.
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
     * Whether the caller may listen to a resource, which requires the right to read it. Called when the client begins
     * to listen.
     */
    boolean admits(String uri, RequestContext context) throws InterruptedException;

    /**
     * Starts to watch a resource, for its first listener. No change after this method returns may be missed.
     *
     * @param first the caller that {@link #admits} accepted; the watch may outlive its listening, on behalf of others
     * @param changed to be run after every change, on any thread; never blocks
     */
    Watch watch(String uri, Caller first, Runnable changed) throws InterruptedException;

    /**
     * The same, and notices that callers may have lost access. A source whose callers never do need not implement it.
     *
     * @param accessChanged to be run when that may have happened, before any later change; may block
     */
    default Watch watch(String uri, Caller first, Runnable changed, Runnable accessChanged)
            throws InterruptedException {
        return watch(uri, first, changed);
    }

    /** Whether a caller that listens to a resource may still do so; asked when access to it has changed. */
    default boolean stillAdmits(String uri, Caller caller) {
        return true;
    }

    /** Watches one resource until closed. */
    @FunctionalInterface
    interface Watch extends AutoCloseable {
        /** Called when the last listener has left. */
        @Override
        void close();
    }
}

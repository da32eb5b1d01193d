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
     * Whether the caller may listen to a resource, which requires the right to read it. Called once, when the client
     * begins to listen.
     */
    boolean admits(String uri, RequestContext context) throws InterruptedException;

    /**
     * Starts to watch a resource, for its first listener. No change after this method returns may be missed.
     *
     * @param first the caller that {@link #admits} accepted; the watch may outlive its listening, on behalf of others
     * @param changed to be run after every change, on any thread; never blocks
     */
    Watch watch(String uri, Caller first, Runnable changed) throws InterruptedException;

    /** Watches one resource until closed. */
    @FunctionalInterface
    interface Watch extends AutoCloseable {
        /** Called when the last listener has left. */
        @Override
        void close();
    }
}

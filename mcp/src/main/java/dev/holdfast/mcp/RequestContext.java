package dev.holdfast.mcp;

/** The context of one request while it runs. Thread-safe. */
public interface RequestContext {
    /** The caller. */
    Caller caller();

    /**
     * The name under which the caller has its share of the server: one for its subject, or one for its connection where
     * callers are not told apart. It says nothing of rights.
     */
    String holder();

    /** The kinds of input the client can be asked for. */
    ClientCapabilities clientCapabilities();

    /** The revision the request is answered in. */
    ProtocolVersion version();

    /**
     * Whether the request was cancelled, so that its answer is no longer needed. The thread of a cancelled call is
     * interrupted as well, so only work that does not block needs to check this.
     */
    boolean isCancelled();

    /**
     * Runs {@code action} once if the request is cancelled, immediately if it already was. Has no effect after the
     * answer. The action runs on the cancelling thread, which others wait for, so it must not take long.
     */
    void onCancel(Runnable action);

    /** Reports progress to the client. */
    CallProgress progress();

    /** Sends log messages to the client. */
    ClientLog log();
}

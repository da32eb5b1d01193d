package dev.holdfast.mcp;

/** The circumstances of one request while it runs. Thread-safe. */
public interface RequestContext {
    /** Who asks. */
    Caller caller();

    /** What the client can be asked in return. */
    ClientCapabilities clientCapabilities();

    /** The revision the request is answered in. */
    ProtocolVersion version();

    /**
     * Whether nobody waits for the answer any more. The calling thread of a cancelled tool is interrupted as well, so
     * only work that does not block needs to look here.
     */
    boolean isCancelled();

    /**
     * Runs {@code action} once if the request is cancelled, at once if it already was. Ignored after the answer. It
     * runs on the thread that cancels, which others wait for, so it must not take long.
     */
    void onCancel(Runnable action);

    /** Where the client is told how far the work is. */
    Progress progress();

    /** Where the client is told what happens meanwhile. */
    ClientLog log();
}

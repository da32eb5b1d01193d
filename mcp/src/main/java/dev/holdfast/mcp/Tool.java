package dev.holdfast.mcp;

/**
 * A tool as a re-entrant step, the same for every protocol revision and transport.
 *
 * <p>Thread-safe: calls run at the same time, each on a virtual thread of its own, and may block. A tool validates its
 * own arguments against its schema; an error that the model can correct is a result with {@link ToolResult#isError()},
 * never an exception.
 */
public interface Tool {
    /** The definition that clients see. Read once, when the server is built. */
    ToolDefinition definition();

    /**
     * Takes one step. An unexpected exception is logged and answered as an internal error.
     *
     * @throws McpException to end the request with the protocol error it carries
     * @throws InterruptedException if the request was cancelled or the server is closing; a cancelled request gets no
     *     answer
     */
    Outcome call(ToolCall call) throws InterruptedException;

    /**
     * Whether the steps of a task may be taken again from the state that the last run of its job began with, if the
     * instance that took them is lost: they only wait, or what they do is done once however often it is asked for. The
     * instance that is next asked for the task then takes them. Otherwise the task fails.
     */
    default boolean repeatsSteps() {
        return false;
    }
}

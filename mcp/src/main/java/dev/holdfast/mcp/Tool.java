package dev.holdfast.mcp;

/**
 * A tool as a re-entrant step, the same for every protocol revision and transport.
 *
 * <p>Thread-safe: calls run at the same time, each on a virtual thread of its own, and may block. A tool checks its own
 * arguments against its schema; what the model can mend is a result with {@link ToolResult#isError()}, never an
 * exception.
 */
public interface Tool {
    /** What clients are told of the tool. Read once, when the server is built. */
    ToolDefinition definition();

    /**
     * Takes one step. An unexpected exception is logged and answered as an internal error; a {@link McpException} is
     * answered as the protocol error it carries.
     *
     * @throws InterruptedException if the request was cancelled or the server is closing; nothing is answered to a
     *     cancelled request
     */
    Outcome call(ToolCall call) throws InterruptedException;
}

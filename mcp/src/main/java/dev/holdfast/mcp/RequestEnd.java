package dev.holdfast.mcp;

/** How a request ended. */
public sealed interface RequestEnd {
    /** With a result. */
    record Completed() implements RequestEnd {}

    /** With a result that reports a failure of the tool to the model. */
    record ToolFailed() implements RequestEnd {}

    /** With a protocol error. */
    record Failed(RpcError error) implements RequestEnd {}

    /** Without an answer: the client cancelled the request, or the server is closing. */
    record Cancelled() implements RequestEnd {}
}

package dev.holdfast.mcp;

/** How a request ended. */
public sealed interface RequestEnd {
    /** With a result. */
    record Completed() implements RequestEnd {}

    /** With a result that tells the model that the tool failed. */
    record ToolFailed() implements RequestEnd {}

    /** With a protocol error. */
    record Failed(RpcError error) implements RequestEnd {}

    /** Without an answer: the client did not want it any more, or the server is closing. */
    record Cancelled() implements RequestEnd {}
}

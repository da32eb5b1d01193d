package dev.holdfast.mcp;

/** A request that is answered with a protocol error. Carries no stack trace: it is an answer, not a fault. */
public final class McpException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient RpcError error;

    private McpException(RpcError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    /** Answered with {@code error}. */
    public static McpException of(RpcError error) {
        return new McpException(error);
    }

    /** Answered with "invalid params". */
    public static McpException invalidParams(String message) {
        return new McpException(RpcError.invalidParams(message));
    }

    /** A cursor that begins no page. */
    public static McpException invalidCursor() {
        return invalidParams("Invalid cursor: no page begins there; list again without one");
    }

    /** What is answered. */
    public RpcError error() {
        return error;
    }
}

package dev.holdfast.mcp;

/** Makes a request end with a protocol error. Has no stack trace: it is an answer, not a fault. */
public final class McpException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient RpcError error;

    private McpException(RpcError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    /** An exception that is answered with {@code error}. */
    public static McpException of(RpcError error) {
        return new McpException(error);
    }

    /** An exception that is answered with "invalid params". */
    public static McpException invalidParams(String message) {
        return new McpException(RpcError.invalidParams(message));
    }

    /** An exception for a cursor at which no page begins. */
    public static McpException invalidCursor() {
        return invalidParams("Invalid cursor: no page begins there; list again without one");
    }

    /** The error to answer with. */
    public RpcError error() {
        return error;
    }
}

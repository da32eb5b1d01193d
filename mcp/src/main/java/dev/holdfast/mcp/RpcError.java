package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A protocol error. Codes are those of JSON-RPC 2.0 and of the Model Context Protocol; an application has no codes of
 * its own here, its failures are tool results.
 *
 * @param message one sentence; never a stored value or a secret
 * @param data facts the receiver can act on
 */
public record RpcError(int code, String message, @Nullable Json data) {
    /** What came is no JSON. */
    public static final int PARSE_ERROR = -32700;

    /** What came is JSON but no message. */
    public static final int INVALID_REQUEST = -32600;

    /** There is no such method here. */
    public static final int METHOD_NOT_FOUND = -32601;

    /** The parameters do not fit the method. */
    public static final int INVALID_PARAMS = -32602;

    /** The server is at fault. */
    public static final int INTERNAL_ERROR = -32603;

    /** An HTTP header says something else than the body. */
    public static final int HEADER_MISMATCH = -32020;

    /** The request would have needed a capability the client did not declare. */
    public static final int MISSING_CLIENT_CAPABILITY = -32021;

    /** The revision that was asked for is not spoken here. */
    public static final int UNSUPPORTED_VERSION = -32022;

    /** Before the stateless era a missing resource had a code of its own. */
    public static final int LEGACY_RESOURCE_NOT_FOUND = -32002;

    /** The parameters do not fit the method. */
    public static RpcError invalidParams(String message) {
        return new RpcError(INVALID_PARAMS, message, null);
    }

    /** The server is at fault. */
    public static RpcError internal(String message) {
        return new RpcError(INTERNAL_ERROR, message, null);
    }

    /** The same with facts the receiver can act on. */
    public RpcError withData(Json facts) {
        return new RpcError(code, message, facts);
    }

    /**
     * This request would have needed a capability the client did not declare.
     *
     * @param required shaped like client capabilities, such as {@code {"sampling": {}}}
     */
    public static RpcError missingClientCapability(JsonObject required) {
        return new RpcError(
                MISSING_CLIENT_CAPABILITY,
                "The client did not declare a capability this request needs",
                JsonObject.of("requiredCapabilities", required));
    }
}

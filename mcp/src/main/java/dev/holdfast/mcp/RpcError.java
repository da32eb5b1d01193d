package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A protocol error. Codes are those of JSON-RPC 2.0 and of the Model Context Protocol; applications define no codes of
 * their own, since their failures are tool results.
 *
 * @param message one sentence, without stored values or secrets
 * @param data facts the receiver can act on; null for none
 */
public record RpcError(int code, String message, @Nullable Json data) {
    /** The message is not JSON. */
    public static final int PARSE_ERROR = -32700;

    /** The message is JSON but not a JSON-RPC message. */
    public static final int INVALID_REQUEST = -32600;

    /** The server has no such method. */
    public static final int METHOD_NOT_FOUND = -32601;

    /** The parameters are invalid for the method. */
    public static final int INVALID_PARAMS = -32602;

    /** The server failed. */
    public static final int INTERNAL_ERROR = -32603;

    /** An HTTP header differs from the body. */
    public static final int HEADER_MISMATCH = -32020;

    /** The request needs a capability the client did not declare. */
    public static final int MISSING_CLIENT_CAPABILITY = -32021;

    /** The server does not support the requested revision. */
    public static final int UNSUPPORTED_VERSION = -32022;

    /** A resource does not exist; only in revisions of the handshake era. */
    public static final int LEGACY_RESOURCE_NOT_FOUND = -32002;

    /** The parameters are invalid for the method. */
    public static RpcError invalidParams(String message) {
        return new RpcError(INVALID_PARAMS, message, null);
    }

    /** The server failed. The client learns only {@code message}. */
    public static RpcError internal(String message) {
        return new RpcError(INTERNAL_ERROR, message, null);
    }

    /** The same with facts the receiver can act on. */
    public RpcError withData(Json facts) {
        return new RpcError(code, message, facts);
    }

    /**
     * The request needs a capability the client did not declare.
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

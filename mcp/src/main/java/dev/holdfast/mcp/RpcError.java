package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonParseException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A protocol error. Codes are those of JSON-RPC 2.0 and of the Model Context Protocol; an application has no codes of its own
 * here, its failures are tool results.
 *
 * @param message one sentence; never a stored value or a secret
 * @param data facts the receiver can act on
 */
public record RpcError(int code, String message, @Nullable Json data) {
    static final int PARSE_ERROR = -32700;
    static final int INVALID_REQUEST = -32600;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;
    static final int INTERNAL_ERROR = -32603;
    static final int HEADER_MISMATCH = -32020;
    static final int MISSING_CLIENT_CAPABILITY = -32021;
    static final int UNSUPPORTED_VERSION = -32022;
    /** Before the stateless era a missing resource had a code of its own. */
    static final int LEGACY_RESOURCE_NOT_FOUND = -32002;

    private static final int LONGEST_ECHO = 80;

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

    static RpcError parseError(JsonParseException cause) {
        return new RpcError(PARSE_ERROR, Objects.requireNonNullElse(cause.getMessage(), "Not JSON"), null);
    }

    static RpcError invalidRequest(String message) {
        return new RpcError(INVALID_REQUEST, message, null);
    }

    static RpcError methodNotFound(String method) {
        return new RpcError(METHOD_NOT_FOUND, "Method not found: " + echo(method), null);
    }

    static RpcError unknownTool(String name) {
        return invalidParams("Unknown tool: " + echo(name));
    }

    static RpcError unknownPrompt(String name) {
        return invalidParams("Unknown prompt: " + echo(name));
    }

    static RpcError headerMismatch(String message) {
        return new RpcError(HEADER_MISMATCH, message, null);
    }

    static RpcError resourceNotFound(String uri, ProtocolVersion version) {
        int code = version.isModern() ? INVALID_PARAMS : LEGACY_RESOURCE_NOT_FOUND;
        return new RpcError(code, "Resource not found", JsonObject.of("uri", Json.of(uri)));
    }

    static RpcError unsupportedVersion(String requested) {
        String remedy = ProtocolVersion.parse(requested).isPresent()
                ? "Protocol version " + requested + " needs the initialize handshake"
                : "Unsupported protocol version";
        return new RpcError(
                UNSUPPORTED_VERSION,
                remedy,
                JsonObject.of("supported", ProtocolVersion.allBut(requested), "requested", Json.of(requested)));
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("code", code)
                .put("message", message)
                .putIfPresent("data", data)
                .build();
    }

    /** A name the client sent, cut so that an error never grows with its cause. */
    private static String echo(String name) {
        return name.codePointCount(0, name.length()) <= LONGEST_ECHO
                ? name
                : name.substring(0, name.offsetByCodePoints(0, LONGEST_ECHO)) + "…";
    }
}

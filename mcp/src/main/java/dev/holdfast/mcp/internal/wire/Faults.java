package dev.holdfast.mcp.internal.wire;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonParseException;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.RpcError;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;

/** The protocol's errors for the sender of a message, and log entries for unexpected failures. */
public final class Faults {
    private static final System.Logger LOGGER = System.getLogger(Faults.class.getName());
    private static final int LONGEST_ECHO = 80;

    private Faults() {}

    /**
     * Logs what failed and where. The exception itself may quote what the client sent, so it is logged at DEBUG only.
     */
    public static void log(String what, Throwable failure) {
        String place = place(failure);
        LOGGER.log(
                System.Logger.Level.ERROR,
                () -> what + " failed unexpectedly: " + failure.getClass().getName() + " at " + place);
        LOGGER.log(System.Logger.Level.DEBUG, "The unexpected failure", failure);
    }

    /** Where something failed. */
    public static String place(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length == 0 ? "an unknown place" : trace[0].toString();
    }

    public static RpcError parseError(JsonParseException cause) {
        return new RpcError(RpcError.PARSE_ERROR, Objects.requireNonNullElse(cause.getMessage(), "Not JSON"), null);
    }

    public static RpcError invalidRequest(String message) {
        return new RpcError(RpcError.INVALID_REQUEST, message, null);
    }

    public static RpcError methodNotFound(String method) {
        return new RpcError(RpcError.METHOD_NOT_FOUND, "Method not found: " + echo(method), null);
    }

    public static RpcError unknownTool(String name) {
        return RpcError.invalidParams("Unknown tool: " + echo(name));
    }

    public static RpcError unknownPrompt(String name) {
        return RpcError.invalidParams("Unknown prompt: " + echo(name));
    }

    public static RpcError headerMismatch(String message) {
        return new RpcError(RpcError.HEADER_MISMATCH, message, null);
    }

    public static RpcError resourceNotFound(String uri, ProtocolVersion version) {
        int code = version.isModern() ? RpcError.INVALID_PARAMS : RpcError.LEGACY_RESOURCE_NOT_FOUND;
        return new RpcError(code, "Resource not found", JsonObject.of("uri", Json.of(uri)));
    }

    public static RpcError unsupportedVersion(String requested) {
        String remedy = ProtocolVersion.parse(requested).isPresent()
                ? "Protocol version " + requested + " needs the initialize handshake"
                : "Unsupported protocol version";
        return new RpcError(
                RpcError.UNSUPPORTED_VERSION,
                remedy,
                JsonObject.of("supported", versionsBut(requested), "requested", Json.of(requested)));
    }

    /** The error as sent to clients, the same in every revision. */
    public static JsonObject toJson(RpcError error) {
        return JsonObject.builder()
                .put("code", error.code())
                .put("message", error.message())
                .putIfPresent("data", error.data())
                .build();
    }

    /** A name that the client sent, truncated to bound the length of the error. */
    private static String echo(String name) {
        return name.codePointCount(0, name.length()) <= LONGEST_ECHO
                ? name
                : name.substring(0, name.offsetByCodePoints(0, LONGEST_ECHO)) + "…";
    }

    /** Every supported revision as JSON, newest first, without {@code refused}. */
    public static JsonArray versionsBut(String refused) {
        return JsonArray.copyOf(Arrays.stream(ProtocolVersion.values())
                .sorted(Comparator.reverseOrder())
                .map(ProtocolVersion::text)
                .filter(text -> !text.equals(refused))
                .map(Json::of)
                .toList());
    }
}

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

/**
 * What goes wrong with a message: the protocol's errors for its sender, and a line of the log for what nobody expected.
 */
public final class Faults {
    private static final System.Logger LOGGER = System.getLogger(Faults.class.getName());
    private static final int LONGEST_ECHO = 80;

    private Faults() {}

    /**
     * Says what failed and where; the message may quote what the client sent, so it is for those who asked for details.
     */
    public static void log(String what, Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        String place = trace.length == 0 ? "an unknown place" : trace[0].toString();
        LOGGER.log(
                System.Logger.Level.ERROR,
                () -> what + " failed unexpectedly: " + failure.getClass().getName() + " at " + place);
        LOGGER.log(System.Logger.Level.DEBUG, "The unexpected failure", failure);
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

    /** The error as it is written on the wire, the same in every revision. */
    public static JsonObject toJson(RpcError error) {
        return JsonObject.builder()
                .put("code", error.code())
                .put("message", error.message())
                .putIfPresent("data", error.data())
                .build();
    }

    /** A name the client sent, cut so that an error never grows with its cause. */
    private static String echo(String name) {
        return name.codePointCount(0, name.length()) <= LONGEST_ECHO
                ? name
                : name.substring(0, name.offsetByCodePoints(0, LONGEST_ECHO)) + "…";
    }

    /** Every revision as JSON, newest first, without the one that was just refused. */
    public static JsonArray versionsBut(String refused) {
        return JsonArray.copyOf(Arrays.stream(ProtocolVersion.values())
                .sorted(Comparator.reverseOrder())
                .map(ProtocolVersion::text)
                .filter(text -> !text.equals(refused))
                .map(Json::of)
                .toList());
    }
}

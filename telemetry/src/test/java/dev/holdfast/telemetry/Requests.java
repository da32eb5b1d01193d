package dev.holdfast.telemetry;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.ServedRequest;

/** Requests as observers are shown them. */
final class Requests {
    private Requests() {}

    static ServedRequest call(String tool, JsonObject meta) {
        return request("tools/call", tool, meta);
    }

    static ServedRequest plain(String method) {
        return new ServedRequest(
                method,
                null,
                null,
                null,
                "7",
                ProtocolVersion.V2025_11_25,
                ServedRequest.Transport.STDIO,
                JsonObject.EMPTY);
    }

    static JsonObject traced(String traceparent) {
        return JsonObject.of("traceparent", Json.of(traceparent));
    }

    private static ServedRequest request(String method, String tool, JsonObject meta) {
        return new ServedRequest(
                method, tool, null, null, "7", ProtocolVersion.V2026_07_28, ServedRequest.Transport.HTTP, meta);
    }
}

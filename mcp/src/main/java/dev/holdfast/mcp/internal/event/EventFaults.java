package dev.holdfast.mcp.internal.event;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.EventPolicy;
import dev.holdfast.mcp.EventRefusal;
import dev.holdfast.mcp.RpcError;

/**
 * Refusals as errors. Their numbers are provisional: those of the extension, or those of the design sketch before it.
 *
 * @param sketch whether they are those of the sketch
 */
record EventFaults(boolean sketch) {
    static EventFaults of(EventPolicy policy) {
        return new EventFaults(policy.sketchErrors());
    }

    RpcError of(EventRefusal refusal) {
        return refusal.toError(sketch);
    }

    /** A failure that passes. */
    static RpcError upstream() {
        return RpcError.internal("UpstreamError")
                .withData(JsonObject.of("reason", Json.of("the source of the events is unavailable")));
    }
}

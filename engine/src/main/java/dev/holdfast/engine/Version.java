package dev.holdfast.engine;

import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;

/** Names a state at one of its revisions. */
public record Version(StateId state, long revision) {
    /** The JSON form, as stored and shown. */
    public JsonObject toJson() {
        return JsonObject.of("handle", Json.of(state.value()), "revision", Json.of(revision));
    }

    /**
     * Reads what {@link #toJson()} wrote.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static Version parse(JsonObject json) {
        if (json.get("handle") instanceof JsonString handle && json.get("revision") instanceof JsonNumber revision) {
            return new Version(new StateId(handle.value()), revision.exactLong().orElseThrow());
        }
        throw new IllegalArgumentException("not a version: " + json.keys());
    }
}

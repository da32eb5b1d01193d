package dev.holdfast.engine.workflow;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPointer;

/**
 * Something that makes a definition unusable.
 *
 * @param at where it is in the definition
 * @param message what is wrong, and what to write instead where that is known
 */
public record WorkflowProblem(JsonPointer at, String message) {
    /** The JSON form: {@code {"path", "message"}}. */
    public JsonObject toJson() {
        return JsonObject.of("path", Json.of(at.toString()), "message", Json.of(message));
    }
}

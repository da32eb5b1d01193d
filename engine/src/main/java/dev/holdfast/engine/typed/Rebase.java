package dev.holdfast.engine.typed;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Carries over to a document what changed between two values of a type. Members that the type does not know, and digits
 * and forms that it would write otherwise, stay as they are.
 */
final class Rebase {
    private Rebase() {}

    /** The document with the members that differ between the values. */
    static JsonObject onto(JsonObject document, JsonObject before, JsonObject after) {
        JsonObject result = document;
        for (String name : before.keys()) {
            if (!after.has(name)) {
                result = result.without(name);
            }
        }
        for (var member : after.entries()) {
            String name = member.getKey();
            if (!member.getValue().equals(before.get(name))) {
                result = result.with(name, onto(document.get(name), before.get(name), member.getValue()));
            }
        }
        return result;
    }

    /** The value there with what differs between the values; all of the second where they are no objects. */
    static Json onto(@Nullable Json document, @Nullable Json before, Json after) {
        return document instanceof JsonObject present
                        && before instanceof JsonObject from
                        && after instanceof JsonObject to
                ? onto(present, from, to)
                : after;
    }
}

package dev.holdfast.engine.internal.image;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonDiff;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import dev.holdfast.json.JsonPointer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares documents key by key, where it is known which keys may differ: the cost is theirs, not the documents'. */
public final class KeyDiff {
    private KeyDiff() {}

    /** A patch from one document to another that differ in no other than the given keys. */
    public static JsonPatch between(JsonObject before, JsonObject after, Collection<String> keys) {
        List<JsonPatch.Operation> operations = new ArrayList<>();
        keys.forEach(key -> operations.addAll(between(key, before.get(key), after.get(key))));
        return JsonPatch.of(operations);
    }

    /** What happened to one key, as finely as a comparison tells; null stands for absent. */
    public static List<JsonPatch.Operation> between(String key, @Nullable Json before, @Nullable Json after) {
        if (before == null) {
            return after == null ? List.of() : List.of(new JsonPatch.Operation.Add(JsonPointer.of(key), after));
        }
        if (after == null) {
            return List.of(new JsonPatch.Operation.Remove(JsonPointer.of(key)));
        }
        return JsonDiff.between(JsonObject.of(key, before), JsonObject.of(key, after))
                .operations();
    }
}

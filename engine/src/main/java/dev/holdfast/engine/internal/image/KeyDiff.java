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

/** Compares documents by the keys that may differ, so that the cost does not depend on the size of the documents. */
public final class KeyDiff {
    private KeyDiff() {}

    /** The patch from one document to another, which differ only in the given keys. */
    public static JsonPatch between(JsonObject before, JsonObject after, Collection<String> keys) {
        List<JsonPatch.Operation> operations = new ArrayList<>();
        keys.forEach(key -> operations.addAll(between(key, before.get(key), after.get(key))));
        return JsonPatch.of(operations);
    }

    /** The changes of one key, as detailed as a comparison allows; null means that the key is absent. */
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

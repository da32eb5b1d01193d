package dev.holdfast.json;

import java.util.Map;

/** JSON Merge Patch (RFC 7396). */
public final class JsonMergePatch {
    private JsonMergePatch() {}

    /**
     * The target after the merge: an object patch is merged member by member, where {@code null} removes a member; any
     * other patch replaces the target.
     */
    public static Json apply(Json target, Json patch) {
        if (!(patch instanceof JsonObject changes)) {
            return patch;
        }
        JsonObject result = target instanceof JsonObject object ? object : JsonObject.EMPTY;
        for (Map.Entry<String, Json> change : changes.entries()) {
            result = merge(result, change.getKey(), change.getValue());
        }
        return result;
    }

    private static JsonObject merge(JsonObject target, String name, Json change) {
        if (change == JsonNull.NULL) {
            return target.without(name);
        }
        Json old = target.get(name);
        return target.with(name, apply(old == null ? JsonNull.NULL : old, change));
    }
}

package dev.holdfast.server.events;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Values of changed keys, old and new: short ones, not many, and of the others the size. */
final class BoundedValues {
    private static final int VALUE_BYTES = 2_048;
    private static final int BYTES = 16_384;
    private static final int MOST = 32;

    private final JsonObject.Builder omitted = JsonObject.builder();
    private int room = BYTES;
    private int left;

    private BoundedValues() {}

    /**
     * Adds {@code values}, {@code was}, and {@code omitted} with the sizes in bytes of new values that are too long.
     */
    static void put(SortedSet<String> keys, JsonObject before, JsonObject after, JsonObject.Builder data) {
        BoundedValues work = new BoundedValues();
        JsonObject.Builder values = JsonObject.builder();
        JsonObject.Builder was = JsonObject.builder();
        keys.stream().limit(MOST).forEach(key -> {
            work.add(key, after.get(key), values, true);
            work.add(key, before.get(key), was, false);
        });
        data.put("values", values.build()).put("was", was.build());
        if (work.left > 0) {
            data.put("omitted", work.omitted.build());
        }
    }

    private void add(String key, @Nullable Json value, JsonObject.Builder to, boolean isNew) {
        if (value == null) {
            return;
        }
        int bytes = value.canonicalSize();
        if (bytes <= VALUE_BYTES && bytes + key.length() <= room) {
            to.put(key, value);
            room -= bytes + key.length();
        } else if (isNew) {
            omitted.put(key, bytes);
            left++;
        }
    }
}

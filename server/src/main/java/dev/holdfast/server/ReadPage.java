package dev.holdfast.server;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * As much of a read as fits one answer. Values are given whole or not at all. A value larger than a whole page is
 * omitted; the page ends before the first value that fits a page of its own but not the rest of this one.
 *
 * @param data the values given, by name
 * @param omitted sizes in bytes of values not given, by name; the first {@value #MOST_OMITTED} of them
 * @param next the first name of the next page, null if this is the last page
 */
record ReadPage(
        JsonObject data, JsonObject omitted, @Nullable String next) {
    private static final int MOST_OMITTED = 100;

    static ReadPage all(SortedMap<String, Json> values) {
        JsonObject.Builder data = JsonObject.builder();
        values.forEach(data::put);
        return new ReadPage(data.build(), JsonObject.EMPTY, null);
    }

    /** @param maxBytes the limit of names and values, as they are printed */
    static ReadPage of(SortedMap<String, Json> values, long maxBytes) {
        JsonObject.Builder data = JsonObject.builder();
        JsonObject.Builder omitted = JsonObject.builder();
        String next = null;
        long left = maxBytes;
        int passed = 0;
        for (var entry : values.entrySet()) {
            long size = size(entry.getKey(), entry.getValue());
            if (next == null && size <= left) {
                data.put(entry.getKey(), entry.getValue());
                left -= size;
                continue;
            }
            if (next == null && size <= maxBytes) {
                next = entry.getKey();
            }
            if (passed++ < MOST_OMITTED) {
                omitted.put(entry.getKey(), entry.getValue().canonicalSize());
            } else if (next != null) {
                break;
            }
        }
        return new ReadPage(data.build(), omitted.build(), next);
    }

    /** A member takes its name in quotes, a colon, its value and a comma. */
    private static long size(String name, Json value) {
        return name.getBytes(StandardCharsets.UTF_8).length + 4L + value.canonicalSize();
    }
}

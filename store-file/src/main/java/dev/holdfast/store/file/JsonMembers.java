package dev.holdfast.store.file;

import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Reads the mandatory members of a record. */
final class JsonMembers {
    private JsonMembers() {}

    static String text(JsonObject json, String member) {
        return required(json.string(member), member);
    }

    static JsonObject object(JsonObject json, String member) {
        return required(json.object(member), member);
    }

    static long number(JsonObject json, String member) {
        JsonNumber number = required(json.number(member), member);
        return number.exactLong().orElseThrow(() -> new IllegalArgumentException(member + " is not a whole number"));
    }

    private static <T> T required(@Nullable T value, String member) {
        if (value == null) {
            throw new IllegalArgumentException("a record lacks " + member);
        }
        return value;
    }
}

package dev.holdfast.engine.local;

import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Reads the mandatory members of a stored record. */
public final class JsonMembers {
    private JsonMembers() {}

    /**
     * A text.
     *
     * @throws IllegalArgumentException if the record lacks it
     */
    public static String text(JsonObject json, String member) {
        return required(json.string(member), member);
    }

    /**
     * An object.
     *
     * @throws IllegalArgumentException if the record lacks it
     */
    public static JsonObject object(JsonObject json, String member) {
        return required(json.object(member), member);
    }

    /**
     * A whole number.
     *
     * @throws IllegalArgumentException if the record lacks it, or it is not a whole number
     */
    public static long number(JsonObject json, String member) {
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

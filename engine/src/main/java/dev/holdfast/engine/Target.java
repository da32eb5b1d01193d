package dev.holdfast.engine;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPointer;
import dev.holdfast.json.JsonPointerException;
import org.jspecify.annotations.Nullable;

/**
 * What an operation names: a key, or with a slash in front a JSON Pointer (RFC 6901) into the document. Immutable.
 *
 * @param name as the caller wrote it
 * @param pointer what it points at
 */
public record Target(String name, JsonPointer pointer) {
    /**
     * Reads a name.
     *
     * @param argument which argument of a write holds it, for the failure
     * @throws HoldfastException {@code invalid} if it begins with a slash and is not a JSON Pointer
     */
    public static Target parse(String argument, String name) {
        if (!name.startsWith("/")) {
            return key(name);
        }
        try {
            return new Target(name, JsonPointer.parse(name));
        } catch (JsonPointerException e) {
            throw Failure.invalid(argument, "A name that begins with a slash is a JSON Pointer: " + e.getMessage())
                    .toException();
        }
    }

    /** A key of the document. */
    public static Target key(String key) {
        return new Target(key, JsonPointer.of(key));
    }

    /** The key that the target is, or lies in. */
    public String key() {
        return pointer.first();
    }

    /** The value there; null if there is none. */
    public @Nullable Json resolve(JsonObject document) {
        return pointer.resolve(document);
    }
}

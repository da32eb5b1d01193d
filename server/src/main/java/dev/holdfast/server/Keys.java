package dev.holdfast.server;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPointer;
import dev.holdfast.json.JsonPointerException;
import org.jspecify.annotations.Nullable;

/** Names of values in a document: a key, or a JSON Pointer (RFC 6901) if it starts with {@code /}. */
final class Keys {
    private Keys() {}

    /** The name, if it is valid. */
    static String checked(String argument, String name) {
        if (name.startsWith("/")) {
            pointer(argument, name);
        }
        return name;
    }

    /** The value named, or null if there is none. */
    static @Nullable Json resolve(JsonObject document, String name) {
        return name.startsWith("/") ? pointer("keys", name).resolve(document) : document.get(name);
    }

    /** The top-level key that a name lies in. */
    static String topLevel(String name) {
        return name.startsWith("/") ? pointer("keys", name).first() : name;
    }

    private static JsonPointer pointer(String argument, String name) {
        try {
            return JsonPointer.parse(name);
        } catch (JsonPointerException e) {
            throw Refusal.invalid(
                    argument, "`" + argument + "`: a name that starts with / must be a JSON Pointer (RFC 6901)");
        }
    }
}

package dev.holdfast.engine;

import dev.holdfast.json.JsonPointer;
import dev.holdfast.json.JsonPointerException;

/** What an operation names: a key, or with a slash in front a JSON Pointer into the document. */
public final class Target {
    private Target() {}

    public static JsonPointer parse(String argument, String name) {
        if (!name.startsWith("/")) {
            return JsonPointer.of(name);
        }
        try {
            return JsonPointer.parse(name);
        } catch (JsonPointerException e) {
            throw Failure.invalid(argument, "A name that begins with a slash is a JSON Pointer: " + e.getMessage())
                    .toException();
        }
    }
}

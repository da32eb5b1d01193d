package dev.holdfast.server.answer;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonParseException;
import dev.holdfast.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text that is an object or array written as JSON. It is stored as the text that was sent, because only its sender
 * knows what was meant; so the answer tells that it is text.
 */
public final class StoredText {
    private static final int MOST_NAMED = 16;

    private StoredText() {}

    /** Whether a value is text that reads as a JSON object or array. */
    public static boolean isJson(@Nullable Json value) {
        if (!(value instanceof JsonString text)) {
            return false;
        }
        String inner = text.value().strip();
        if (!inner.startsWith("{") && !inner.startsWith("[")) {
            return false;
        }
        try {
            Json.parse(inner);
            return true;
        } catch (JsonParseException e) {
            return false;
        }
    }

    /** The names under which such text is given, alone or among values to append: the first {@value #MOST_NAMED}. */
    public static List<String> names(@Nullable JsonObject... members) {
        List<String> names = new ArrayList<>();
        for (JsonObject given : members) {
            if (given != null) {
                given.forEach((name, value) -> {
                    if (names.size() < MOST_NAMED && holdsJson(value) && !names.contains(name)) {
                        names.add(name);
                    }
                });
            }
        }
        return names;
    }

    private static boolean holdsJson(Json value) {
        return value instanceof JsonArray values ? values.stream().anyMatch(StoredText::isJson) : isJson(value);
    }
}

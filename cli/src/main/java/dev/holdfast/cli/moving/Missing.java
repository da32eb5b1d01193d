package dev.holdfast.cli.moving;

import dev.holdfast.engine.Write;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a document lacks of another one. What it has is never replaced, so bringing it twice is bringing it once. */
final class Missing {
    private final Map<String, Json> values = new LinkedHashMap<>();
    private int same;
    private int left;

    /** @param levels how many levels of objects are looked into */
    static Missing of(JsonObject present, JsonObject wanted, int levels) {
        Missing missing = new Missing();
        missing.compare("", present, wanted, levels);
        return missing;
    }

    /** The elements of two lists, each once, those of the first before all. */
    static JsonArray of(@Nullable JsonArray present, @Nullable JsonArray wanted) {
        Set<Json> all = new LinkedHashSet<>();
        (present == null ? JsonArray.EMPTY : present).forEach(all::add);
        (wanted == null ? JsonArray.EMPTY : wanted).forEach(all::add);
        return JsonArray.copyOf(new ArrayList<>(all));
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    int added() {
        return values.size();
    }

    int same() {
        return same;
    }

    /** How many are there with another value, which stays. */
    int left() {
        return left;
    }

    void write(Write.Builder to) {
        values.forEach(to::set);
    }

    private void compare(String pointer, JsonObject present, JsonObject wanted, int levels) {
        wanted.forEach((key, value) -> {
            String at = pointer + "/" + key.replace("~", "~0").replace("/", "~1");
            Json old = present.get(key);
            if (old == null) {
                values.put(at, value);
            } else if (old.equals(value)) {
                same++;
            } else if (levels > 1 && old instanceof JsonObject has && value instanceof JsonObject more) {
                compare(at, has, more, levels - 1);
            } else if (old instanceof JsonArray has && value instanceof JsonArray more) {
                JsonArray both = of(has, more);
                if (both.size() > has.size()) {
                    values.put(at, both);
                } else {
                    same++;
                }
            } else {
                left++;
            }
        });
    }
}

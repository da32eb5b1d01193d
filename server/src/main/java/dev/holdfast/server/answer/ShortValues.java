package dev.holdfast.server.answer;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Values that an answer carries although they were not asked for, because they would be asked for next. Only short ones
 * and not many, since most answers are read once and paid for as long as a conversation lasts; the others are named.
 */
public final class ShortValues {
    private static final int VALUE_BYTES = 512;
    private static final int BYTES = 4_096;
    private static final int MOST = 32;

    private final JsonObject.Builder shown = JsonObject.builder();
    private final JsonObject.Builder omitted = JsonObject.builder();
    private int room = BYTES;
    private int names;
    private int left;

    /** Adds {@code values}, and {@code omitted} with the sizes in bytes of those that are left out. */
    public static StateAnswer put(StateAnswer answer, SortedMap<String, Json> values) {
        ShortValues work = new ShortValues();
        values.forEach(work::add);
        return work.putInto(answer);
    }

    /**
     * Adds what became of keys that changed: {@code values}, {@code omitted}, and {@code deleted} for those that are
     * gone.
     *
     * @param document after the change; null if that is no longer known, and then nothing is added
     */
    public static StateAnswer putChanged(
            StateAnswer answer, Collection<String> changed, @Nullable JsonObject document) {
        if (document == null) {
            return answer;
        }
        SortedMap<String, Json> values = new TreeMap<>();
        for (String key : changed) {
            Json value = document.get(key);
            if (value != null) {
                values.put(key, value);
            }
        }
        List<String> gone =
                changed.stream().filter(key -> !document.has(key)).limit(MOST).toList();
        return put(answer, values).namesIfAny("deleted", gone);
    }

    /** The numbers by name, of the first names. */
    public static JsonObject numbers(SortedMap<String, Integer> numbers) {
        JsonObject.Builder shown = JsonObject.builder();
        numbers.entrySet().stream().limit(MOST).forEach(entry -> shown.put(entry.getKey(), entry.getValue()));
        return shown.build();
    }

    private void add(String name, Json value) {
        int bytes = value.canonicalSize();
        if (bytes <= VALUE_BYTES && bytes + name.length() <= room && names < MOST) {
            shown.put(name, value);
            names++;
            room -= bytes + name.length();
        } else if (left < MOST) {
            omitted.put(name, bytes);
            left++;
        }
    }

    private StateAnswer putInto(StateAnswer answer) {
        return answer.putIfAny("values", shown.build()).putIfAny("omitted", omitted.build());
    }
}

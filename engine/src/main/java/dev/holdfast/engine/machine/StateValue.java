package dev.holdfast.engine.machine;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The nested form of active states, as XState writes it. */
final class StateValue {
    private StateValue() {}

    /** One state that has nothing within it is its name; otherwise states are members, with what is within them. */
    static Json of(List<String> paths) {
        Map<String, List<String>> inner = new LinkedHashMap<>();
        for (String path : paths) {
            int dot = path.indexOf('.');
            List<String> rest =
                    inner.computeIfAbsent(dot < 0 ? path : path.substring(0, dot), key -> new ArrayList<>());
            if (dot >= 0) {
                rest.add(path.substring(dot + 1));
            }
        }
        Map.Entry<String, List<String>> first = inner.entrySet().iterator().next();
        if (inner.size() == 1 && first.getValue().isEmpty()) {
            return Json.of(first.getKey());
        }
        JsonObject.Builder value = JsonObject.builder();
        inner.forEach((key, within) -> value.put(key, within.isEmpty() ? JsonObject.EMPTY : of(within)));
        return value.build();
    }
}

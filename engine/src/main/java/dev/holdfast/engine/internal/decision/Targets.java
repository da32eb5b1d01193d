package dev.holdfast.engine.internal.decision;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Target;
import dev.holdfast.json.JsonPointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The targets of one operation: they must not lie within one another, nor share a key with another operation. */
final class Targets {
    private static final int LONGEST_KEY = 512;

    private final Set<String> touched;
    private final String operation;
    private final Map<String, List<JsonPointer>> pointersByKey = new HashMap<>();

    /**
     * @param touched the keys that the operations before it touched, to which {@link #close()} adds
     * @param operation what it is called
     */
    Targets(Set<String> touched, String operation) {
        this.touched = touched;
        this.operation = operation;
    }

    JsonPointer add(String name) {
        JsonPointer target = Target.parse(operation, name);
        List<JsonPointer> others = addKey(target.first());
        for (JsonPointer other : others) {
            if (contains(other, target) || contains(target, other)) {
                throw overlap(target.first());
            }
        }
        others.add(target);
        return target;
    }

    List<JsonPointer> addKey(String key) {
        int bytes = key.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > LONGEST_KEY || key.startsWith("/")) {
            throw Failure.invalid(operation, "A key has 1 to 512 bytes and does not begin with a slash.")
                    .toException();
        }
        if (touched.contains(key)) {
            throw overlap(key);
        }
        return pointersByKey.computeIfAbsent(key, k -> new ArrayList<>());
    }

    /** Only now do the keys count against other operations: one operation may touch several places of a key. */
    void close() {
        touched.addAll(pointersByKey.keySet());
    }

    private static boolean contains(JsonPointer outer, JsonPointer inner) {
        return outer.equals(inner) || outer.isProperPrefixOf(inner);
    }

    private HoldfastException overlap(String key) {
        return Failure.invalid(
                        operation,
                        "The operations of one write must touch different keys; \"" + key
                                + "\" is touched twice. Use one operation for it, or two writes.")
                .toException();
    }
}

package dev.holdfast.engine.internal.decision;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Target;
import dev.holdfast.json.JsonPointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The targets of one write. Within one kind of operation they must not lie within one another; two kinds of operation
 * must not share a key.
 */
final class Targets {
    private static final int LONGEST_KEY = 512;

    private final Set<String> touchedBefore = new HashSet<>();
    private final Map<String, List<JsonPointer>> pointersByKey = new HashMap<>();
    private String argument = "";

    /** Begins with the operations of a kind, unless it is the one that is under way. */
    void begin(String kind) {
        if (!kind.equals(argument)) {
            touchedBefore.addAll(pointersByKey.keySet());
            pointersByKey.clear();
            argument = kind;
        }
    }

    JsonPointer add(Target target) {
        JsonPointer pointer = target.pointer();
        List<JsonPointer> others = addKey(target.key());
        for (JsonPointer other : others) {
            if (contains(other, pointer) || contains(pointer, other)) {
                throw overlap(target.key());
            }
        }
        others.add(pointer);
        return pointer;
    }

    List<JsonPointer> addKey(String key) {
        int bytes = key.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > LONGEST_KEY || key.startsWith("/")) {
            throw Failure.invalid(argument, "A key has 1 to 512 bytes and does not begin with a slash.")
                    .toException();
        }
        if (touchedBefore.contains(key)) {
            throw overlap(key);
        }
        return pointersByKey.computeIfAbsent(key, k -> new ArrayList<>());
    }

    private static boolean contains(JsonPointer outer, JsonPointer inner) {
        return outer.equals(inner) || outer.isProperPrefixOf(inner);
    }

    private HoldfastException overlap(String key) {
        return Failure.invalid(
                        argument,
                        "The operations of one write must touch different keys; \"" + key
                                + "\" is touched twice. Use one operation for it, or two writes.")
                .toException();
    }
}

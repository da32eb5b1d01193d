package dev.holdfast.testkit.model;

import dev.holdfast.json.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The value that each set of changes gave to a key, in whichever state they were combined. */
final class Ledger {
    /** The value of a key; null for absent. */
    record Value(@Nullable Json json) {}

    private final Map<String, Map<Set<Integer>, Value>> values = new HashMap<>();
    private int changes;

    /** The number of a new change. */
    int fresh() {
        return ++changes;
    }

    void record(String key, Set<Integer> changes, @Nullable Json value) {
        Value recorded = of(key).putIfAbsent(changes, new Value(value));
        if (recorded != null && !Objects.equals(recorded.json(), value)) {
            throw new IllegalStateException("changes " + changes + " made two values of " + key);
        }
    }

    /**
     * The value that exactly these changes gave to a key, which was absent before; null if no state ever had exactly
     * these.
     */
    @Nullable Value value(String key, Set<Integer> changes) {
        return changes.isEmpty() ? new Value(null) : of(key).get(changes);
    }

    private Map<Set<Integer>, Value> of(String key) {
        return values.computeIfAbsent(key, any -> new HashMap<>());
    }
}

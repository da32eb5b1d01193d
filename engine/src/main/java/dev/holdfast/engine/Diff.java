package dev.holdfast.engine;

import dev.holdfast.engine.internal.image.KeyDiff;
import dev.holdfast.json.JsonPatch;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The differences between a document at two revisions.
 *
 * @param from the first revision
 * @param to the second revision
 * @param keys for each key that differs, the patch from the document at {@code from} to that at {@code to}
 */
public record Diff(long from, long to, SortedMap<String, JsonPatch> keys) {
    public Diff {
        keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
    }

    static Diff between(StateView from, StateView to) {
        SortedSet<String> all = new TreeSet<>(from.document().keys());
        all.addAll(to.document().keys());
        SortedMap<String, JsonPatch> differing = new TreeMap<>();
        for (String key : all) {
            List<JsonPatch.Operation> operations =
                    KeyDiff.between(key, from.document().get(key), to.document().get(key));
            if (!operations.isEmpty()) {
                differing.put(key, JsonPatch.of(operations));
            }
        }
        return new Diff(from.revision(), to.revision(), differing);
    }
}

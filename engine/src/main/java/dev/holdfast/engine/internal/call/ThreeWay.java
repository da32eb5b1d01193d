package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Merge;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Brings what one document changed since a common one into another, key by key. A key counts as a whole: who wants
 * parts of it merged gives them keys of their own.
 *
 * @param document what comes of it
 * @param taken the keys whose value is now theirs
 * @param conflicts the keys that both sides have changed differently, whoever was preferred
 * @param news whether their document tells anything that the common one does not
 */
record ThreeWay(JsonObject document, SortedSet<String> taken, SortedSet<String> conflicts, boolean news) {
    /**
     * @param bases what both come from; of a key that these disagree on nothing is known, so any difference is a
     *     conflict
     * @param ours the document to merge into
     * @param theirs the document to merge
     * @param ignored keys that take no part
     * @param prefer whose value stands in a conflict; ours if nobody is preferred
     */
    static ThreeWay merge(
            List<JsonObject> bases,
            JsonObject ours,
            JsonObject theirs,
            Set<String> ignored,
            Merge.@Nullable Prefer prefer) {
        SortedSet<String> taken = new TreeSet<>();
        SortedSet<String> conflicts = new TreeSet<>();
        JsonObject merged = ours;
        boolean news = false;
        for (String key : keys(bases, theirs, ignored)) {
            Json their = theirs.get(key);
            Json our = ours.get(key);
            boolean theyChanged = bases.stream().anyMatch(base -> !Objects.equals(base.get(key), their));
            boolean weChanged = bases.stream().anyMatch(base -> !Objects.equals(base.get(key), our));
            news |= theyChanged;
            if (!theyChanged || Objects.equals(our, their)) {
                continue;
            }
            if (weChanged) {
                conflicts.add(key);
            }
            if (!weChanged || prefer == Merge.Prefer.THEIRS) {
                taken.add(key);
                merged = their == null ? merged.without(key) : merged.with(key, their);
            }
        }
        return new ThreeWay(merged, taken, conflicts, news);
    }

    /** The keys that they can have changed. */
    private static Set<String> keys(List<JsonObject> bases, JsonObject theirs, Set<String> ignored) {
        Set<String> keys = new TreeSet<>(theirs.keys());
        bases.forEach(base -> keys.addAll(base.keys()));
        keys.removeAll(ignored);
        return keys;
    }
}

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
 * A three-way merge, key by key: applies the changes of one document since a common one to another document. The value
 * of a key is merged as a whole: parts that should be merged separately need keys of their own.
 *
 * @param document the merged document
 * @param taken the keys whose value is now theirs
 * @param conflicts the keys that both sides have changed differently, with or without a preference
 * @param news whether their document differs from a common one
 */
record ThreeWay(JsonObject document, SortedSet<String> taken, SortedSet<String> conflicts, boolean news) {
    /**
     * @param bases the newest common documents; if they differ in a key, its history is ambiguous, so any difference is
     *     a conflict
     * @param ours the document to merge into
     * @param theirs the document to merge
     * @param ignored keys that are not merged
     * @param prefer whose value wins in a conflict; ours if there is no preference
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

    /** The keys that their document may have changed. */
    private static Set<String> keys(List<JsonObject> bases, JsonObject theirs, Set<String> ignored) {
        Set<String> keys = new TreeSet<>(theirs.keys());
        bases.forEach(base -> keys.addAll(base.keys()));
        keys.removeAll(ignored);
        return keys;
    }
}

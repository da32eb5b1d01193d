package dev.holdfast.engine;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What changed in a document since a revision.
 *
 * @param now the state now
 * @param changed keys that changed and exist now
 * @param deleted keys that no longer exist, each with the revision that deleted it
 * @param full whether the log does not reach back to the revision, or too much has changed since, so that the whole
 *     document counts as changed
 */
public record Changes(StateView now, SortedSet<String> changed, SortedMap<String, Long> deleted, boolean full) {
    /** Beyond so many keys that went, the whole document is the shorter answer. */
    private static final int MOST_DELETED = 1_000;

    /** @param keys those that changed, each with the revision that changed it last; null if they are not known */
    static Changes of(StateView now, @Nullable SortedMap<String, Long> keys) {
        SortedSet<String> changed = new TreeSet<>(now.document().keys());
        if (keys == null) {
            return new Changes(now, changed, Collections.emptySortedMap(), true);
        }
        SortedMap<String, Long> deleted = new TreeMap<>(keys);
        deleted.keySet().removeAll(changed);
        if (deleted.size() > MOST_DELETED) {
            return new Changes(now, changed, Collections.emptySortedMap(), true);
        }
        changed.retainAll(keys.keySet());
        return new Changes(now, changed, deleted, false);
    }
}

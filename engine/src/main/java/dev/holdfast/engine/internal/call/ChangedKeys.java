package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.internal.history.History;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Refusals;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which keys of a document changed since a revision.
 *
 * @param present those that are there now
 * @param deleted those that are not, each with the revision that deleted it
 * @param all whether all that are there count as changed
 */
public record ChangedKeys(SortedSet<String> present, SortedMap<String, Long> deleted, boolean all) {
    /** Beyond so many keys that went, the whole document is the shorter answer. */
    private static final int MOST_DELETED = 1_000;

    /**
     * Compares a state with what it was.
     *
     * @param revision 0 to the newest one; 0 means since the state was created
     * @throws dev.holdfast.engine.HoldfastException {@code invalid} if there is no such revision
     */
    public static ChangedKeys since(History history, Image now, long revision) {
        if (revision < 0 || revision > now.revision()) {
            throw Refusals.noSuchRevision(revision, now.revision()).toException();
        }
        SortedSet<String> present = new TreeSet<>(now.document().keys());
        SortedMap<String, Long> keys = history.keysChanged(now, revision);
        if (keys == null) {
            return new ChangedKeys(present, Collections.emptySortedMap(), true);
        }
        SortedMap<String, Long> deleted = new TreeMap<>(keys);
        deleted.keySet().removeAll(present);
        if (deleted.size() > MOST_DELETED) {
            return new ChangedKeys(present, Collections.emptySortedMap(), true);
        }
        present.retainAll(keys.keySet());
        return new ChangedKeys(present, deleted, false);
    }
}

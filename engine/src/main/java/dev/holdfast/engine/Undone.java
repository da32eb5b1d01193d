package dev.holdfast.engine;

import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The result of an undo, redo or restore.
 *
 * @param revision the state's revision after the call
 * @param changed the keys that changed; empty if there was nothing to do
 * @param reverted the events that were undone or redone, in that order; empty for a retry
 * @param document the document after the call; null for a retry whose revision is no longer kept
 * @param replayed whether the command was a retry of one carried out before
 */
public record Undone(
        long revision,
        SortedSet<String> changed,
        List<Reverted> reverted,
        @Nullable JsonObject document,
        boolean replayed) {
    public Undone {
        reverted = List.copyOf(reverted);
    }

    /** One event that was undone or redone. */
    public record Reverted(
            long revision, String actor, @Nullable String note, SortedSet<String> keys) {}
}

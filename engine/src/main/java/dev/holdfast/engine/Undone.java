package dev.holdfast.engine;

import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What an undo, redo or restore did.
 *
 * @param revision the state's revision after it
 * @param changed the keys that changed; empty if there was nothing to do
 * @param reverted the events that were taken back or brought back, in the order it was done; empty on a replay
 * @param replayed whether this answers a command that was carried out before
 */
public record Undone(long revision, SortedSet<String> changed, List<Reverted> reverted, boolean replayed) {
    public Undone {
        reverted = List.copyOf(reverted);
    }

    /** One event that was taken back or brought back. */
    public record Reverted(
            long revision, String actor, @Nullable String note, SortedSet<String> keys) {}
}

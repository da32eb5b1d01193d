package dev.holdfast.engine;

import dev.holdfast.json.JsonObject;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The result of a merge.
 *
 * @param revision the state's revision after the merge; unchanged if there was nothing to merge
 * @param changed the keys that changed
 * @param resolved the keys that both sides had changed differently, resolved by preference; empty for a retry
 * @param document the document after the merge; null for a retry whose revision is no longer kept
 * @param replayed whether the command was a retry of one carried out before
 */
public record Merged(
        long revision,
        SortedSet<String> changed,
        SortedSet<String> resolved,
        @Nullable JsonObject document,
        boolean replayed) {}

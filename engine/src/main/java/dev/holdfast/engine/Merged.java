package dev.holdfast.engine;

import java.util.SortedSet;

/**
 * The result of a merge.
 *
 * @param revision the state's revision after the merge; unchanged if there was nothing to merge
 * @param changed the keys that changed
 * @param resolved the keys that both sides had changed differently, resolved by preference; empty for a retry
 * @param replayed whether the command was a retry of one carried out before
 */
public record Merged(long revision, SortedSet<String> changed, SortedSet<String> resolved, boolean replayed) {}

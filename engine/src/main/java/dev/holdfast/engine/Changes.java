package dev.holdfast.engine;

import java.util.SortedSet;

/**
 * What changed in a document since a revision.
 *
 * @param now the state now
 * @param changed keys that changed and exist now
 * @param deleted keys that no longer exist
 * @param full whether the log does not reach back to the revision, so that the whole document counts as changed
 */
public record Changes(StateView now, SortedSet<String> changed, SortedSet<String> deleted, boolean full) {}

package dev.holdfast.engine;

import java.util.SortedSet;

/**
 * What changed in a document since a revision.
 *
 * @param now the state now
 * @param changed keys that changed and are there now
 * @param deleted keys that are gone
 * @param full whether the log no longer tells, so that the whole document counts as changed
 */
public record Changes(StateView now, SortedSet<String> changed, SortedSet<String> deleted, boolean full) {}

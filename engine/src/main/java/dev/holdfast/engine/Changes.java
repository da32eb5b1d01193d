package dev.holdfast.engine;

import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What changed in a document since a revision.
 *
 * @param now the state now
 * @param changed keys that changed and exist now
 * @param deleted keys that no longer exist, each with the revision that deleted it
 * @param full whether the log does not reach back to the revision, or too much has changed since, so that the whole
 *     document counts as changed
 */
public record Changes(StateView now, SortedSet<String> changed, SortedMap<String, Long> deleted, boolean full) {}

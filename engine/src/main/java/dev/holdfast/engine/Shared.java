package dev.holdfast.engine;

import java.util.SortedMap;

/**
 * Who may use a state now.
 *
 * @param revision the state's revision after it
 * @param owner whose it is
 * @param grants what others may do
 * @param replayed whether this answers a command that was carried out before
 */
public record Shared(long revision, String owner, SortedMap<String, Access> grants, boolean replayed) {}

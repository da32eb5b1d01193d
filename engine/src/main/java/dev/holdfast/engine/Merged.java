package dev.holdfast.engine;

import java.util.SortedSet;

/**
 * What a merge did.
 *
 * @param revision the state's revision after it; unchanged if there was nothing to bring
 * @param changed the keys that changed
 * @param resolved the keys that both sides had changed differently, and that were decided by preference; empty on a
 *     replay
 * @param replayed whether this answers a command that was carried out before
 */
public record Merged(long revision, SortedSet<String> changed, SortedSet<String> resolved, boolean replayed) {}

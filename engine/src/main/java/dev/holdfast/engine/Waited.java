package dev.holdfast.engine;

import java.util.SortedSet;

/**
 * The result of a wait.
 *
 * @param revision the state's revision now, after which the next wait can continue
 * @param changed the keys that changed since the revision waited for; where those changes are compacted, each that may
 *     have changed: what was waited for and what is there now, which may be nothing
 * @param timedOut whether the time ran out first
 * @param holds whether the condition waited for holds; false without one
 */
public record Waited(long revision, SortedSet<String> changed, boolean timedOut, boolean holds) {}

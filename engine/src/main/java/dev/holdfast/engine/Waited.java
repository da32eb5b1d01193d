package dev.holdfast.engine;

import java.util.SortedSet;

/**
 * How a wait ended.
 *
 * @param revision the state's revision now, from which the next wait can go on
 * @param changed the keys that changed since the revision waited on
 * @param timedOut whether nothing happened in time
 */
public record Waited(long revision, SortedSet<String> changed, boolean timedOut) {}

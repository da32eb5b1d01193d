package dev.holdfast.engine.spi;

import org.jspecify.annotations.Nullable;

/**
 * Something that a store keeps beside its commits, to find or list them, and that does not agree with them.
 *
 * @param state the state it is about; null if it is about the store
 * @param revision the revision it is about; 0 if it is about no particular one
 * @param what the problem, for people to read; never holds stored values
 */
public record Discrepancy(@Nullable StateId state, long revision, String what) {}

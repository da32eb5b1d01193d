package dev.holdfast.engine;

import dev.holdfast.engine.spi.StateId;

/**
 * Damage that was found in a store.
 *
 * @param state the damaged state
 * @param revision the damaged revision; 0 if it concerns no particular one
 * @param what the problem, for people to read; never holds stored values
 */
public record Damage(StateId state, long revision, String what) {}

package dev.holdfast.engine;

import dev.holdfast.engine.spi.StateId;

/**
 * Something in a store that is not as it must be.
 *
 * @param state the state it was found in
 * @param revision the revision it was found at; 0 if it concerns none
 * @param what what is wrong, for people to read; never holds stored values
 */
public record Damage(StateId state, long revision, String what) {}

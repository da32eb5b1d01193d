package dev.holdfast.engine.custody;

import dev.holdfast.engine.spi.StateId;
import org.jspecify.annotations.Nullable;

/**
 * Damage that was found in a store.
 *
 * @param state the damaged state; null if it is the store that is damaged, not one of its states
 * @param revision the damaged revision; 0 if it concerns no particular one
 * @param what the problem, for people to read; never holds stored values
 */
public record Damage(@Nullable StateId state, long revision, String what) {}

package dev.holdfast.engine;

import org.jspecify.annotations.Nullable;

/**
 * The result of asking.
 *
 * @param revision the state's revision after it
 * @param id the id of the question
 * @param question the question as it was asked; null if this is a retry whose revision is no longer kept
 * @param replayed whether the command was a retry of one carried out before
 */
public record Asked(long revision, String id, @Nullable Question question, boolean replayed) {}

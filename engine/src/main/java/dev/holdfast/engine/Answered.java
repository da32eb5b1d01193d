package dev.holdfast.engine;

import org.jspecify.annotations.Nullable;

/**
 * The result of answering or withdrawing a question.
 *
 * @param revision the state's revision after it
 * @param resolution how the question ended; null if this is a retry whose revision is no longer kept
 * @param replayed whether the command was a retry of one carried out before
 */
public record Answered(long revision, @Nullable Resolution resolution, boolean replayed) {}

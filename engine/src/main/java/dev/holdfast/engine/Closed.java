package dev.holdfast.engine;

import java.time.Instant;

/**
 * The result of closing a state.
 *
 * @param revision the state's revision after closing
 * @param closedAt when it was closed
 * @param purgeAt until when it can be reopened
 * @param replayed whether the command was a retry of one carried out before
 */
public record Closed(long revision, Instant closedAt, Instant purgeAt, boolean replayed) {}

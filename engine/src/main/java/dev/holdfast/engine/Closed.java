package dev.holdfast.engine;

import java.time.Instant;

/**
 * A state that was closed.
 *
 * @param revision the state's revision after it
 * @param closedAt when
 * @param purgeAt until when it can be brought back
 * @param replayed whether this answers a command that was carried out before
 */
public record Closed(long revision, Instant closedAt, Instant purgeAt, boolean replayed) {}

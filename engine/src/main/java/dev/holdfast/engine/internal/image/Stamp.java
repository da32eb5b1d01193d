package dev.holdfast.engine.internal.image;

import java.time.Instant;

/** The last change of a key: revision, principal and time. All keys of an event share one instance. */
public record Stamp(long revision, String actor, Instant at) {}

package dev.holdfast.engine.internal.image;

import java.time.Instant;

/** Who changed a key last, and when. One instance is shared by all keys of an event. */
public record Stamp(long revision, String actor, Instant at) {}

package dev.holdfast.engine;

import java.time.Instant;

/** Who changed a key last, and when. One instance is shared by all keys of an event. */
record Stamp(long revision, String actor, Instant at) {}

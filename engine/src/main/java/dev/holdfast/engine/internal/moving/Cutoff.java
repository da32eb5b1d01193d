package dev.holdfast.engine.internal.moving;

import java.time.Instant;

/** Up to when events are taken. */
record Cutoff(Instant time) {
    /** All of them. */
    static final Cutoff LATEST = new Cutoff(Instant.MAX);

    boolean includes(Instant at) {
        return !at.isAfter(time);
    }
}

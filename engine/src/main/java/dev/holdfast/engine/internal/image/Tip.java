package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.spi.Bytes;
import java.time.Instant;

/**
 * Where a log ends.
 *
 * @param revision of the last event; 0 if there is none
 * @param hash of the last event; 32 zero bytes if there is none
 * @param at the time of the last event
 */
record Tip(long revision, Bytes hash, Instant at) {
    static final Tip NONE = new Tip(0, Image.NO_HASH, Instant.MIN);

    static Tip of(Event event) {
        return new Tip(event.revision(), event.hash(), event.at());
    }
}

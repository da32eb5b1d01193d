package dev.holdfast.engine.spi;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * An event as stored: the outcome of one command. It is one row, one line or one message, and therefore atomic in every
 * store.
 *
 * @param revision the state's revision after this commit; 1 is the first, without gaps per state
 * @param command the command to remember for retries; null if its caller gave no id
 * @param at when it was decided, in whole microseconds; never decreases within a state
 * @param event the encoded event, opaque to the store
 * @param hash the event's hash, which the state's next event holds as its predecessor's
 */
public record Commit(long revision, @Nullable CommandKey command, Instant at, Bytes event, Bytes hash) {
    public Commit {
        at = at.truncatedTo(ChronoUnit.MICROS);
    }
}

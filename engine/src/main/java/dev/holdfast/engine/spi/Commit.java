package dev.holdfast.engine.spi;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * An event as stored: one command's outcome, atomic everywhere because it is one row, one line or one message.
 *
 * @param revision the revision this commit brings its state to; 1 is the first, dense per state
 * @param command the command to remember for retries; null if its caller gave no id
 * @param at when it was decided, in whole microseconds; never goes back within a state
 * @param event the encoded event, opaque to the store
 * @param hash the event's hash, which the next event of the state names as its predecessor
 */
public record Commit(long revision, @Nullable CommandKey command, Instant at, Bytes event, Bytes hash) {
    public Commit {
        at = at.truncatedTo(ChronoUnit.MICROS);
    }
}

package dev.holdfast.engine;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a question ended. Immutable.
 *
 * @param question the id of the question
 * @param how in which way
 * @param choice what counts as the answer; null if it was withdrawn, or its time was over and it had no default
 * @param by the principal that answered or withdrew it, or the engine
 * @param at when
 * @param note what the one who answered added
 */
public record Resolution(
        String question,
        How how,
        @Nullable String choice,
        String by,
        Instant at,
        @Nullable String note) {
    /** The ways in which a question ends. */
    public enum How {
        /** A principal answered it. */
        ANSWERED,
        /** Its time was over. */
        EXPIRED,
        /** It needs no answer any more. */
        WITHDRAWN;

        /** The name as stored and shown. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

package dev.holdfast.engine.custody;

import dev.holdfast.engine.spi.StateId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A state that holds something about a subject.
 *
 * @param kind what it holds
 * @param state the state
 * @param name its name, if it has one
 * @param owner who owns it
 * @param revision its newest revision
 * @param events how many of the events that are kept were made by the subject; 0 if they were not looked at
 * @param updated when it was changed last
 */
public record Finding(
        Kind kind, StateId state, @Nullable String name, String owner, long revision, long events, Instant updated) {
    /** What a state holds about a subject. */
    public enum Kind {
        /** All of it: the subject owns it, or it has the label. Erased with the subject. */
        HELD,
        /** Another's state that the subject may read, and may have changed. Its access ends when it is erased. */
        SHARED,
        /**
         * What the engine or the program keeps for itself, and has the id of the subject in it: the state that stands
         * for a name that it opened, a session, a task. With the subject, its id goes from there, unless it stands
         * among those of others.
         */
        INTERNAL,
        /** Another's state that the subject changed once. What it did stays part of that state's history. */
        CHANGED;

        /** As it is told. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

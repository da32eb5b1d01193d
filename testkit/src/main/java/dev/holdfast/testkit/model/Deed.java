package dev.holdfast.testkit.model;

import dev.holdfast.engine.Cause;
import dev.holdfast.engine.EventType;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an event other than its changes.
 *
 * @param by the principal; {@link #TIME} for an event without one
 * @param note the note of the command; null for none
 * @param cause the cause of the event; null for none
 */
record Deed(
        EventType type,
        String by,
        @Nullable String note,
        @Nullable Cause cause) {
    static final String TIME = "time";

    static Deed of(EventType type, String by) {
        return new Deed(type, by, null, null);
    }

    static Deed of(EventType type, String by, Cause cause) {
        return new Deed(type, by, null, cause);
    }

    /** Whether the event was triggered by time, so that it does not count as use of the state. */
    boolean byTime() {
        return by.equals(TIME) || (type == EventType.WRITTEN && cause instanceof Cause.Scheduled);
    }
}

package dev.holdfast.testkit.model;

import dev.holdfast.engine.Cause;
import dev.holdfast.engine.EventType;
import org.jspecify.annotations.Nullable;

/**
 * What an event says beside what it changed.
 *
 * @param by who did it; {@link #TIME} for what nobody did
 * @param note the remark it was given; null for none
 * @param cause what it answers to; null for nothing
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

    /** Whether time brought it about, so that it is no use of the state. */
    boolean byTime() {
        return by.equals(TIME) || (type == EventType.WRITTEN && cause instanceof Cause.Scheduled);
    }
}

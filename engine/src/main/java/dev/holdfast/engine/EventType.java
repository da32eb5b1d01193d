package dev.holdfast.engine;

import java.util.Locale;

/** What kind of change an event records. */
public enum EventType {
    CREATED,
    WRITTEN,
    UNDONE,
    REDONE,
    RESTORED,
    /** The changes of another state were merged. */
    MERGED,
    CONFIGURED,
    SHARED,
    /** A principal took what it was given: from its first call on, lists and limits count the state for it. */
    ACCEPTED,
    LEASED,
    RENEWED,
    SCHEDULED,
    /** A question was put to a person. */
    ASKED,
    /** A principal answered a question. */
    ANSWERED,
    /**
     * Something ended by itself or was canceled: keys and leases whose time is over, a scheduled write, a question.
     */
    LAPSED,
    /** A machine went on: it was sent an event, or a delay was over. */
    TRANSITIONED,
    /** A run of a workflow went on, by what was asked of it or by time. */
    ADVANCED,
    CLOSED,
    REOPENED,
    EXPIRED,
    ERASED;

    /** The name as stored and shown. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads what {@link #wire()} wrote.
     *
     * @throws IllegalArgumentException if it is not one of these names
     */
    public static EventType of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}

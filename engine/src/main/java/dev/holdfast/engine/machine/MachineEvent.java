package dev.holdfast.engine.machine;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;

/**
 * What is sent to a machine. Expressions see it as the variable {@code event}, with the data beside the type as in
 * XState: {@code event.type}, {@code event.amount}.
 *
 * @param type its type, such as {@code pay}
 * @param data what comes with it; has no member {@code type}
 */
public record MachineEvent(String type, JsonObject data) {
    /** The most characters of a type. */
    public static final int LONGEST_TYPE = 200;

    /** How the types of those events begin that a machine makes for itself. */
    public static final String RESERVED = "xstate.";

    /**
     * An event with data.
     *
     * @throws HoldfastException {@code invalid} if the type is empty, longer than {@value #LONGEST_TYPE} characters, a
     *     wildcard or one that machines make themselves, or the data has a type of its own
     */
    public MachineEvent {
        if (type.isEmpty() || type.length() > LONGEST_TYPE || type.contains("*")) {
            throw invalid("An event has 1 to " + LONGEST_TYPE + " characters and no *.");
        } else if (type.startsWith(RESERVED)) {
            throw invalid("Events that begin with " + RESERVED + " are made by machines and cannot be sent.");
        } else if (data.has("type")) {
            throw invalid("The data of an event cannot have a member type: that is the event itself.");
        }
    }

    /** An event without data. */
    public static MachineEvent of(String type) {
        return new MachineEvent(type, JsonObject.EMPTY);
    }

    /** The event as expressions see it. */
    public JsonObject toJson() {
        return data.with("type", Json.of(type));
    }

    private static HoldfastException invalid(String hint) {
        return Failure.invalid("event", hint).toException();
    }
}

package dev.holdfast.engine.machine;

import dev.holdfast.engine.HoldfastException;
import dev.holdfast.json.JsonObject;

/**
 * What is sent to a machine. Expressions see it as the variable {@code event}, with the data beside the type as in
 * XState: {@code event.type}, {@code event.amount}.
 *
 * @param type its type, such as {@code pay}
 * @param data what comes with it; has no member {@code type}
 * @throws HoldfastException {@code invalid} if the type is empty, longer than 200 characters, a wildcard or one of those
 *     that machines make themselves ({@code xstate.…}), or the data has a type of its own
 */
public record MachineEvent(String type, JsonObject data) {
    /** An event without data. */
    public static MachineEvent of(String type) {
        return new MachineEvent(type, JsonObject.EMPTY);
    }

    /** The event as expressions see it. */
    public JsonObject toJson() {
        return data;
    }
}

package dev.holdfast.engine;

import dev.holdfast.engine.machine.MachineEvent;
import dev.holdfast.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * An event for the machine of a state. Immutable; the methods of an instance return changed copies.
 *
 * @param event what is sent
 * @param ifRevision only if no event after this revision moved the machine or changed the document; null for any
 * @param commandId the caller's id, for retries
 * @param note a remark for the history, at most 500 characters
 */
public record Send(
        MachineEvent event,
        @Nullable Long ifRevision,
        @Nullable String commandId,
        @Nullable String note) {
    private static final int LONGEST_NOTE = 500;

    /** @throws HoldfastException {@code invalid} if the id or the revision is malformed, or the note too long */
    public Send {
        CommandIds.checked(commandId);
        if (ifRevision != null) {
            ifRevision = new IfRevision.Document(ifRevision).revision();
        }
        if (note != null && note.length() > LONGEST_NOTE) {
            throw Failure.invalid("note", "A note has at most " + LONGEST_NOTE + " characters.")
                    .toException();
        }
    }

    /** An event without data. */
    public static Send of(String event) {
        return of(event, JsonObject.EMPTY);
    }

    /** An event with data. */
    public static Send of(String event, JsonObject data) {
        return new Send(new MachineEvent(event, data), null, null, null);
    }

    /** A copy that is a conflict if anything moved after this revision. */
    public Send ifRevision(@Nullable Long value) {
        return new Send(event, value, commandId, note);
    }

    /** A copy with this id for retries. */
    public Send commandId(@Nullable String value) {
        return new Send(event, ifRevision, value, note);
    }

    /** A copy with this remark. */
    public Send note(@Nullable String value) {
        return new Send(event, ifRevision, commandId, value);
    }
}

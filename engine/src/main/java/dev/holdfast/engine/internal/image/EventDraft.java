package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Cause;
import dev.holdfast.engine.EventType;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import org.jspecify.annotations.Nullable;

/**
 * The event that a decision asks to record, before it has a place in the log.
 *
 * @param type the kind of change
 * @param patch the change of the document
 * @param after the document after the change
 * @param system the change of settings and system facts, as a merge patch
 * @param note the caller's remark
 * @param cause the event that it undoes, restores or copies, or the scheduled write that it carries out
 */
public record EventDraft(
        EventType type,
        JsonPatch patch,
        JsonObject after,
        @Nullable JsonObject system,
        @Nullable String note,
        @Nullable Cause cause) {

    /** A draft that does not change the document. */
    public static EventDraft beside(EventType type, Image image, @Nullable JsonObject system) {
        return new EventDraft(type, JsonPatch.EMPTY, image.document(), system, null, null);
    }
}

package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Cause;
import dev.holdfast.engine.EventType;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import org.jspecify.annotations.Nullable;

/**
 * What a decision wants recorded, before it has a place in the log.
 *
 * @param type what kind of change
 * @param patch what changes in the document
 * @param after the document it leads to
 * @param system what changes beside the document, as a merge patch
 * @param note the caller's remark
 * @param cause what it takes back, restores or copies, or the scheduled write it carries out
 */
public record EventDraft(
        EventType type,
        JsonPatch patch,
        JsonObject after,
        @Nullable JsonObject system,
        @Nullable String note,
        @Nullable Cause cause) {

    /** One that leaves the document alone. */
    public static EventDraft beside(EventType type, Image image, @Nullable JsonObject system) {
        return new EventDraft(type, JsonPatch.EMPTY, image.document(), system, null, null);
    }
}

package dev.holdfast.engine.internal.decision;

import dev.holdfast.engine.Cause;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Limits;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Scheduled;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.internal.image.EventDraft;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.internal.image.SystemFacts;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of writes that wait for their time: taken up, cancelled, carried out or lapsed. */
public final class ScheduledWrites {
    private static final int MOST = 100;

    private ScheduledWrites() {}

    static Decision schedule(Image image, Principal actor, Write write, Limits limits, Instant now) {
        int count = image.facts().scheduled().size() + 1;
        if (count > MOST) {
            return tooMuch("scheduled_writes", count, MOST);
        }
        JsonObject entry = JsonObject.builder()
                .put("by", actor.id())
                .put("due", write.due(now).toString())
                // In an array, because a merge patch would take the nulls out of an object.
                .put("write", JsonArray.of(write.toJson().without("delay").without("run_at")))
                .build();
        JsonObject present = image.system().object(SystemFacts.SCHEDULED);
        int bytes = entry.canonicalSize() + (present == null ? 0 : present.canonicalSize());
        if (bytes > limits.commandBytes()) {
            return tooMuch("scheduled_bytes", bytes, limits.commandBytes());
        }
        return new Decision.Accepted(new EventDraft(
                EventType.SCHEDULED,
                JsonPatch.EMPTY,
                image.document(),
                entry(id(image.revision() + 1), entry),
                write.note(),
                null));
    }

    static Decision cancel(Image image, String id, @Nullable String note) {
        if (image.facts().scheduled().stream().noneMatch(entry -> entry.id().equals(id))) {
            return new Decision.Rejected(new Failure(
                    Failure.Code.NOT_FOUND,
                    JsonObject.of("scheduled", Json.of(id)),
                    "No such write is waiting: it was carried out, has lapsed, or was cancelled. Read the state."));
        }
        return new Decision.Accepted(lapsed(image, id, note == null ? "cancelled" : note));
    }

    /** What a write whose time has come leaves in the log, given how it was decided. */
    static EventDraft carriedOut(Image image, Scheduled entry, Decision decision) {
        return switch (decision) {
            case Decision.Accepted(EventDraft draft) ->
                new EventDraft(
                        draft.type(),
                        draft.patch(),
                        draft.after(),
                        SystemFacts.both(draft.system(), entry(entry.id(), JsonNull.NULL)),
                        draft.note(),
                        new Cause.Scheduled(entry.id()));
            case Decision.Rejected(Failure failure) ->
                lapsed(image, entry.id(), failure.code().wire() + ": " + failure.hint());
            case Decision.Unchanged unchanged -> lapsed(image, entry.id(), "there was nothing to change");
            case Decision.Repeated repeated -> throw new IllegalStateException("scheduled writes have no id");
        };
    }

    /** The id of the write that an event scheduled. */
    public static String id(long revision) {
        return "q" + revision;
    }

    private static EventDraft lapsed(Image image, String id, String why) {
        return new EventDraft(
                EventType.LAPSED,
                JsonPatch.EMPTY,
                image.document(),
                entry(id, JsonNull.NULL),
                why,
                new Cause.Scheduled(id));
    }

    private static JsonObject entry(String id, Json entry) {
        return JsonObject.of(SystemFacts.SCHEDULED, JsonObject.of(id, entry));
    }

    private static Decision tooMuch(String what, long actual, long limit) {
        return new Decision.Rejected(
                Refusals.limit(what, actual, limit, "Cancel writes that wait, or wait until they are carried out."));
    }
}

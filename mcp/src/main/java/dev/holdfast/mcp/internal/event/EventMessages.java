package dev.holdfast.mcp.internal.event;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import dev.holdfast.mcp.EventOccurrence;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.mcp.internal.wire.Faults;
import dev.holdfast.mcp.internal.wire.Message;
import dev.holdfast.mcp.internal.wire.MetaKeys;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import org.jspecify.annotations.Nullable;

/** The messages of one stream, each under the id of its request, and what polls and streams write alike. */
record EventMessages(String name, Json id) {
    /** UTC, to the millisecond. */
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    /** An event, but for its cursor. */
    static JsonObject.Builder occurrence(String name, EventOccurrence event) {
        return JsonObject.builder()
                .put("eventId", event.id())
                .put("name", name)
                .put("timestamp", TIME.format(event.at()))
                .put("data", event.data());
    }

    static Json orNull(@Nullable String cursor) {
        return cursor == null ? JsonNull.NULL : new JsonString(cursor);
    }

    JsonObject active(@Nullable String cursor, boolean truncated) {
        return message(
                "active", JsonObject.builder().put("cursor", orNull(cursor)).put("truncated", truncated));
    }

    JsonObject event(EventOccurrence event) {
        return message("event", occurrence(name, event).put("cursor", orNull(event.cursor())));
    }

    JsonObject heartbeat(@Nullable String cursor) {
        return message("heartbeat", JsonObject.builder().put("cursor", orNull(cursor)));
    }

    JsonObject error(RpcError error) {
        return message("error", JsonObject.builder().put("error", Faults.toJson(error)));
    }

    JsonObject terminated(RpcError error) {
        return message("terminated", JsonObject.builder().put("error", Faults.toJson(error)));
    }

    private JsonObject message(String kind, JsonObject.Builder params) {
        return Message.notification(
                "notifications/events/" + kind,
                params.put("_meta", JsonObject.of(MetaKeys.SUBSCRIPTION_ID, id)).build());
    }
}

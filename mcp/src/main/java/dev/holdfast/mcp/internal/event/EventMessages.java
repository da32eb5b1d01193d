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
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import org.jspecify.annotations.Nullable;

/** The messages of one stream, each under the id of its request, and what polls and streams write alike. */
record EventMessages(String name, Json id) {
    /** UTC, to the millisecond. */
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    static String time(Instant at) {
        return TIME.format(at);
    }

    static Json orNull(@Nullable String cursor) {
        return cursor == null ? JsonNull.NULL : new JsonString(cursor);
    }

    JsonObject active(@Nullable String cursor, boolean truncated) {
        return message("active", JsonObject.of("cursor", orNull(cursor), "truncated", Json.of(truncated)));
    }

    JsonObject event(EventOccurrence event) {
        return message("event", event.toJson(name).with("cursor", orNull(event.cursor())));
    }

    JsonObject heartbeat(@Nullable String cursor) {
        return message("heartbeat", JsonObject.of("cursor", orNull(cursor)));
    }

    JsonObject error(RpcError error) {
        return message("error", JsonObject.of("error", Faults.toJson(error)));
    }

    JsonObject terminated(RpcError error) {
        return message("terminated", JsonObject.of("error", Faults.toJson(error)));
    }

    private JsonObject message(String kind, JsonObject params) {
        return Message.notification(
                "notifications/events/" + kind, params.with("_meta", JsonObject.of(MetaKeys.SUBSCRIPTION_ID, id)));
    }
}

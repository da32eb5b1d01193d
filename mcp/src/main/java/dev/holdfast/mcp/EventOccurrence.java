package dev.holdfast.mcp;

import dev.holdfast.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One event as it is sent.
 *
 * @param id the same however often and in whichever way it is delivered, since clients drop what they have seen; 1 to
 *     128 of the characters A-Z a-z 0-9 _ . : -
 * @param at when it occurred
 * @param data what it carries, as the payload schema of its type says
 * @param cursor where the subscription goes on after it; null for a source without replay
 */
public record EventOccurrence(
        String id, Instant at, JsonObject data, @Nullable String cursor) {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.:-]{1,128}");

    /** @throws IllegalArgumentException if the id is malformed */
    public EventOccurrence {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("An event id has 1 to 128 of A-Z a-z 0-9 _ . : -");
        }
    }

    /** The event as it is sent in every mode, but for its cursor. The time is UTC, to the millisecond. */
    public JsonObject toJson(String name) {
        return JsonObject.builder()
                .put("eventId", id)
                .put("name", name)
                .put("timestamp", TIME.format(at))
                .put("data", data)
                .build();
    }
}

package dev.holdfast.mcp;

import dev.holdfast.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of an {@link EventSource}.
 *
 * @param name the type, one of those that the source offers
 * @param arguments as sent, not checked yet
 * @param cursor where to go on, as sent; null for the present
 * @param maxAge with a cursor: only events younger than this; null for all
 * @param caller the caller
 */
public record EventRequest(
        String name,
        JsonObject arguments,
        @Nullable String cursor,
        @Nullable Duration maxAge,
        Caller caller) {}

package dev.holdfast.mcp.internal.event;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.EventRefusal;
import dev.holdfast.mcp.EventRequest;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The parameters of a poll, a stream or a subscription; null counts as absent in every one that may be. */
record EventParams(JsonObject params) {
    private static final long LONGEST_AGE = Duration.ofDays(36_500).toMillis();

    String name() {
        if (params.get("name") instanceof JsonString name) {
            return name.value();
        }
        throw EventRefusal.invalid("name must be a string");
    }

    EventRequest request(Caller caller) {
        Long age = integer("maxAgeMs", 0);
        Duration maxAge = age == null ? null : Duration.ofMillis(Math.min(age, LONGEST_AGE));
        return new EventRequest(name(), arguments(), cursor(), maxAge, caller);
    }

    JsonObject arguments() {
        return switch (given("arguments")) {
            case null -> JsonObject.EMPTY;
            case JsonObject arguments -> arguments;
            default -> throw EventRefusal.invalid("arguments must be an object");
        };
    }

    private @Nullable String cursor() {
        return switch (given("cursor")) {
            case null -> null;
            case JsonString cursor -> cursor.value();
            default -> throw EventRefusal.invalid("cursor must be a string or null");
        };
    }

    /** An optional integer; null if it is not given. */
    @Nullable Long integer(String name, long least) {
        Json value = given(name);
        if (value == null) {
            return null;
        }
        OptionalLong exact = value instanceof JsonNumber number ? number.exactLong() : OptionalLong.empty();
        if (exact.isEmpty() || exact.getAsLong() < least) {
            throw EventRefusal.invalid(name + " must be an integer, at least " + least);
        }
        return exact.getAsLong();
    }

    @Nullable Json given(String name) {
        Json value = params.get(name);
        return value instanceof JsonNull ? null : value;
    }
}

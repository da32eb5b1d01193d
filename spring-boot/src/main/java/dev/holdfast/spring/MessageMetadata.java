package dev.holdfast.spring;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What else a message carries, as far as it is made of plain values. */
final class MessageMetadata {
    /** Each message sets it by itself. */
    private static final String TYPE = "messageType";

    private MessageMetadata() {}

    static JsonObject write(Map<String, Object> metadata) {
        JsonObject.Builder json = JsonObject.builder();
        metadata.forEach((name, value) -> {
            if (!name.equals(TYPE)) {
                json.putIfPresent(name, json(value));
            }
        });
        return json.build();
    }

    private static @Nullable Json json(@Nullable Object value) {
        return switch (value) {
            case String text -> Json.of(text);
            case Boolean bool -> Json.of(bool);
            case Integer number -> Json.of(number);
            case Long number -> Json.of(number);
            case BigDecimal number -> Json.of(number);
            case Double number when Double.isFinite(number) -> Json.of(number);
            case null, default -> null;
        };
    }

    static Map<String, Object> read(@Nullable JsonObject json) {
        Map<String, Object> metadata = new HashMap<>();
        if (json != null) {
            json.forEach((name, value) -> {
                switch (value) {
                    case JsonString text -> metadata.put(name, text.value());
                    case JsonBoolean bool -> metadata.put(name, bool.value());
                    case JsonNumber number -> metadata.put(name, number(number));
                    default -> {}
                }
            });
        }
        return metadata;
    }

    private static Object number(JsonNumber number) {
        String text = number.toString();
        if (text.chars().anyMatch(c -> c == '.' || c == 'e' || c == 'E')) {
            return Double.valueOf(text);
        }
        long whole = number.exactLong().orElseThrow();
        return whole == (int) whole ? (Object) (int) whole : (Object) whole;
    }
}

package dev.holdfast.jackson;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.TreeNode;

/** The JSON Schema of types that are written as one scalar, or as anything. */
final class PlainSchema {
    private static final JsonObject TEXT = ofType("string");
    private static final JsonObject INTEGER = ofType("integer");
    private static final JsonObject NUMBER = ofType("number");
    private static final JsonObject BOOLEAN = ofType("boolean");

    private static final Set<Class<?>> INTEGERS = Set.of(
            byte.class,
            Byte.class,
            short.class,
            Short.class,
            int.class,
            Integer.class,
            long.class,
            Long.class,
            BigInteger.class,
            Year.class);
    private static final Set<Class<?>> TEXTS =
            Set.of(char.class, Character.class, byte[].class, char[].class, JsonString.class, URI.class, Class.class);
    private static final Set<Class<?>> INSTANTS = Set.of(Instant.class, OffsetDateTime.class);

    private PlainSchema() {}

    /** The schema; null if the type is written as something of parts. */
    static @Nullable JsonObject of(Class<?> type) {
        if (type == Object.class || type == Json.class || TreeNode.class.isAssignableFrom(type)) {
            return JsonObject.EMPTY;
        }
        if (type == JsonObject.class) {
            return ofType("object");
        }
        if (type == JsonArray.class) {
            return ofType("array").with("items", JsonObject.EMPTY);
        }
        if (type == boolean.class || type == Boolean.class || type == JsonBoolean.class) {
            return BOOLEAN;
        }
        if (INTEGERS.contains(type)) {
            return INTEGER;
        }
        if (type == float.class || type == double.class || Number.class.isAssignableFrom(type)) {
            return NUMBER;
        }
        return type == JsonNumber.class ? NUMBER : text(type);
    }

    private static @Nullable JsonObject text(Class<?> type) {
        if (INSTANTS.contains(type)) {
            return TEXT.with("format", Json.of("date-time"));
        }
        if (type == LocalDate.class) {
            return TEXT.with("format", Json.of("date"));
        }
        if (type == UUID.class) {
            return TEXT.with("format", Json.of("uuid"));
        }
        boolean isText = TEXTS.contains(type)
                || CharSequence.class.isAssignableFrom(type)
                || (type.getPackageName().equals("java.time") && !type.isEnum());
        return isText ? TEXT : null;
    }

    private static JsonObject ofType(String name) {
        return JsonObject.of("type", Json.of(name));
    }
}

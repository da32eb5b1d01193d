package dev.holdfast.server;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one call, checked against the tool's schema. An argument given as null counts as absent, and so does
 * optional text that is empty, because hosts in strict modes fill every optional argument with something. Arguments
 * that the tool does not have are left out, see {@link UnknownArguments}.
 */
final class Arguments {
    private final JsonObject sent;
    private final JsonObject given;
    private final List<String> leftOut;

    private Arguments(JsonObject sent, JsonObject given, List<String> leftOut) {
        this.sent = sent;
        this.given = given;
        this.leftOut = leftOut;
    }

    /**
     * @throws dev.holdfast.engine.HoldfastException {@code invalid} for an unknown argument that could matter, a
     *     missing one, or one of the wrong type or size
     */
    static Arguments check(StateTool tool, JsonObject sent) {
        ArgumentSchema schema =
                new ArgumentSchema(tool.spec().name(), tool.spec().input());
        UnknownArguments unknown = new UnknownArguments(tool.spec().name(), schema.names(), tool.changes(sent));
        JsonObject.Builder given = JsonObject.builder();
        sent.forEach((name, value) -> {
            if (!schema.names().contains(name)) {
                unknown.leaveOut(name, value);
            } else if (!isAbsent(schema, name, value)) {
                given.put(name, value);
            }
        });
        Arguments arguments = new Arguments(sent, given.build(), unknown.leftOut());
        schema.check(arguments.given);
        return arguments;
    }

    private static boolean isAbsent(ArgumentSchema schema, String name, Json value) {
        return value instanceof JsonNull
                || (value instanceof JsonString text && text.value().isEmpty() && schema.isOptionalText(name));
    }

    /** The arguments as they were sent, before anything is left out. */
    JsonObject sent() {
        return sent;
    }

    /** The names of arguments that are left out of account; empty if there are none. */
    List<String> leftOut() {
        return leftOut;
    }

    boolean has(String name) {
        return given.has(name);
    }

    /** The argument, of whatever type, or null if it was not given or given as null. */
    @Nullable Json any(String name) {
        return given.get(name);
    }

    String string(String name) {
        return Objects.requireNonNull(optionalString(name), name);
    }

    @Nullable String optionalString(String name) {
        return given.get(name) instanceof JsonString text ? text.value() : null;
    }

    @Nullable Long integer(String name) {
        return given.get(name) instanceof JsonNumber number ? exact(name, number) : null;
    }

    @Nullable BigDecimal number(String name) {
        return given.get(name) instanceof JsonNumber number ? number.decimal() : null;
    }

    boolean flag(String name) {
        return given.get(name) == JsonBoolean.TRUE;
    }

    @Nullable JsonObject object(String name) {
        return given.get(name) instanceof JsonObject object ? object : null;
    }

    @Nullable JsonArray array(String name) {
        return given.get(name) instanceof JsonArray array ? array : null;
    }

    @Nullable List<String> strings(String name) {
        return given.get(name) instanceof JsonArray array
                ? array.stream().map(Arguments::text).toList()
                : null;
    }

    Map<String, String> stringMap(String name) {
        Map<String, String> map = new LinkedHashMap<>();
        JsonObject object = object(name);
        if (object != null) {
            object.forEach((key, value) -> map.put(key, text(value)));
        }
        return map;
    }

    @Nullable Instant instant(String name) {
        String text = optionalString(name);
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Refusal.invalid(name, "`" + name + "` must be a time such as 2026-08-01T10:00:00Z");
        }
    }

    /** The arguments without those named: the rest is for the engine. */
    JsonObject without(String... names) {
        JsonObject rest = given;
        for (String name : names) {
            rest = rest.without(name);
        }
        return rest;
    }

    private static long exact(String name, JsonNumber number) {
        return number.exactLong().orElseThrow(() -> Refusal.invalid(name, "`" + name + "` is too large a number"));
    }

    private static String text(Json value) {
        return ((JsonString) value).value();
    }
}

package dev.holdfast.mcp.internal.era;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.ToolDefinition;
import dev.holdfast.mcp.internal.wire.Faults;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one tool that HTTP clients repeat in headers, marked in its input schema by {@code x-mcp-header}.
 * Clients ignore a tool with an invalid annotation, so a server with such a tool cannot be built.
 */
final class HeaderParameters {
    private static final String KEYWORD = "x-mcp-header";
    private static final String PREFIX = "Mcp-Param-";
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Set<String> TYPES = Set.of("string", "integer", "boolean");

    /** An argument, as the path of member names that leads to it, and the header that repeats it. */
    private record Parameter(List<String> path, String header) {
        @Nullable Json in(JsonObject arguments) {
            Json value = arguments;
            for (String name : path) {
                value = value instanceof JsonObject object ? object.get(name) : null;
            }
            return value;
        }
    }

    private final String tool;
    private final List<Parameter> parameters = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private HeaderParameters(String tool) {
        this.tool = tool;
    }

    /** @throws IllegalArgumentException if an annotation is invalid or misplaced */
    static HeaderParameters of(ToolDefinition definition) {
        HeaderParameters found = new HeaderParameters(definition.name());
        found.collect(definition.inputSchema(), List.of());
        return found;
    }

    boolean isEmpty() {
        return parameters.isEmpty();
    }

    /**
     * Compares the arguments of a call with its headers.
     *
     * @param headers gives the value of a header by its name; null if it is absent
     * @throws McpException "header mismatch" if a header is missing or differs
     */
    void require(JsonObject arguments, Function<String, @Nullable String> headers) {
        for (Parameter parameter : parameters) {
            Json argument = parameter.in(arguments);
            String header = headers.apply(parameter.header());
            if (header == null ? isScalar(argument) : !says(header, argument, parameter.header())) {
                String what = header == null ? " is missing" : " differs from the body";
                throw McpException.of(Faults.headerMismatch("Header " + parameter.header() + what));
            }
        }
    }

    private static boolean isScalar(@Nullable Json argument) {
        return argument instanceof JsonString || argument instanceof JsonNumber || argument instanceof JsonBoolean;
    }

    private static boolean says(String header, @Nullable Json argument, String name) {
        return switch (argument) {
            case JsonString text -> HeaderText.decode(name, header).equals(text.value());
            case JsonNumber number -> sameNumber(header, number);
            case JsonBoolean bool -> header.equals(bool.toString());
            case null, default -> false;
        };
    }

    private static boolean sameNumber(String header, JsonNumber number) {
        try {
            return new BigDecimal(header).compareTo(number.decimal()) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    // --- The schema

    /**
     * An annotation is allowed only at a property reached through {@code properties} alone, whose place in the
     * arguments is certain.
     */
    private void collect(JsonObject schema, List<String> path) {
        schema.forEach((keyword, value) -> {
            if (!keyword.equals("properties")) {
                refuseIn(value);
            } else if (value instanceof JsonObject properties) {
                properties.forEach((name, property) -> collectProperty(property, child(path, name)));
            }
        });
    }

    private void collectProperty(Json property, List<String> path) {
        if (property instanceof JsonObject schema) {
            if (schema.has(KEYWORD)) {
                add(schema, path);
            }
            collect(schema.without(KEYWORD), path);
        }
    }

    private void add(JsonObject schema, List<String> path) {
        String name = schema.string(KEYWORD);
        if (name == null || !TOKEN.matcher(name).matches()) {
            throw refusal("is not a header name at " + path);
        }
        String type = schema.string("type");
        if (type == null || !TYPES.contains(type)) {
            throw refusal("needs a string, an integer or a boolean at " + path);
        }
        if (!names.add(name.toLowerCase(Locale.ROOT))) {
            throw refusal("is used twice with the name " + name);
        }
        parameters.add(new Parameter(path, PREFIX + name));
    }

    private void refuseIn(Json value) {
        switch (value) {
            case JsonObject object -> {
                if (object.has(KEYWORD)) {
                    throw refusal("must be reachable through properties only");
                }
                object.forEach((name, child) -> refuseIn(child));
            }
            case JsonArray array -> array.forEach(this::refuseIn);
            default -> {}
        }
    }

    private IllegalArgumentException refusal(String what) {
        return new IllegalArgumentException(KEYWORD + " in the input schema of " + tool + " " + what);
    }

    private static List<String> child(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return List.copyOf(longer);
    }
}

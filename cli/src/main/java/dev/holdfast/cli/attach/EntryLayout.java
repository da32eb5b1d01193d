package dev.holdfast.cli.attach;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.util.stream.Collectors;

/** How an entry is laid out among the others of its file. */
final class EntryLayout {
    private EntryLayout() {}

    /** On one line. */
    static String line(Json value) {
        return switch (value) {
            case JsonObject object ->
                object.isEmpty()
                        ? "{}"
                        : object.entries().stream()
                                .map(entry -> Json.of(entry.getKey()) + ": " + line(entry.getValue()))
                                .collect(Collectors.joining(", ", "{ ", " }"));
            case JsonArray array -> array.stream().map(EntryLayout::line).collect(Collectors.joining(", ", "[", "]"));
            default -> value.toString();
        };
    }

    /** An object with a line for each member. */
    static String lines(Json value, String indent, String unit, String lineEnd) {
        if (!(value instanceof JsonObject object) || object.isEmpty()) {
            return line(value);
        }
        String inner = indent + unit;
        return object.entries().stream()
                .map(entry -> inner + Json.of(entry.getKey()) + ": " + lines(entry.getValue(), inner, unit, lineEnd))
                .collect(Collectors.joining("," + lineEnd, "{" + lineEnd, lineEnd + indent + "}"));
    }
}

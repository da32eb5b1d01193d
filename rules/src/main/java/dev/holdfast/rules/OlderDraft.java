package dev.holdfast.rules;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** How a schema that was written for an older draft of JSON Schema becomes one of 2020-12. */
final class OlderDraft {
    private static final String KNOWN = "https://json-schema.org/draft/2020-12/schema";

    private OlderDraft() {}

    /** What to change, to be added to the reason why a schema cannot be used; empty if nothing in it is of old. */
    static String advice(Json schema) {
        SortedSet<String> changes = new TreeSet<>();
        Deque<Json> rest = new ArrayDeque<>(Set.of(schema));
        while (!rest.isEmpty()) {
            switch (rest.pop()) {
                case JsonObject object ->
                    object.forEach((keyword, value) -> {
                        note(changes, keyword, value);
                        rest.push(value);
                    });
                case JsonArray array -> array.forEach(rest::push);
                default -> {}
            }
        }
        return changes.isEmpty() ? "" : "; in 2020-12, " + String.join(", ", changes);
    }

    private static void note(Set<String> changes, String keyword, Json value) {
        switch (keyword) {
            case "$schema" -> {
                if (value instanceof JsonString dialect && !dialect.value().equals(KNOWN)) {
                    changes.add("leave $schema out");
                }
            }
            case "id" -> {
                if (value instanceof JsonString) {
                    changes.add("id is $id");
                }
            }
            case "items" -> {
                if (value instanceof JsonArray) {
                    changes.add("an array of items is prefixItems, and additionalItems is items");
                }
            }
            case "exclusiveMinimum", "exclusiveMaximum" -> {
                if (value instanceof JsonBoolean) {
                    changes.add(keyword + " is the number itself");
                }
            }
            case "required" -> {
                if (value instanceof JsonBoolean) {
                    changes.add("required is an array of names beside properties");
                }
            }
            case "dependencies" -> {
                if (value instanceof JsonObject) {
                    changes.add("dependencies are dependentRequired and dependentSchemas");
                }
            }
            default -> {}
        }
    }
}

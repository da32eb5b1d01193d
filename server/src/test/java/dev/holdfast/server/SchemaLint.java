package dev.holdfast.server;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Holds a schema against what all hosts and models' interfaces carry; see {@link TravellingSchema}. */
final class SchemaLint {
    private static final Set<String> KEYWORDS =
            Set.of("type", "description", "enum", "properties", "required", "items", "additionalProperties", "anyOf");
    private static final Set<String> TYPES =
            Set.of("string", "number", "integer", "boolean", "object", "array", "null");
    private static final int LONGEST_NAME = 64;

    private final List<String> faults = new ArrayList<>();

    /** Whether an item may be of any type: of what is answered, not of what is asked for. */
    private final boolean anyItem;

    private SchemaLint(boolean anyItem) {
        this.anyItem = anyItem;
    }

    static List<String> ofInput(JsonObject schema) {
        return faults(schema, new SchemaLint(false));
    }

    static List<String> ofOutput(JsonObject schema) {
        return faults(schema, new SchemaLint(true));
    }

    private static List<String> faults(JsonObject schema, SchemaLint lint) {
        if (!Json.of("object").equals(schema.get("type")) || !schema.has("properties")) {
            lint.faults.add("$ is not an object of properties");
        }
        lint.check("$", schema);
        return lint.faults;
    }

    private void check(String path, Json json) {
        if (!(json instanceof JsonObject schema)) {
            faults.add(path + " is no object");
            return;
        }
        schema.keys().stream()
                .filter(keyword -> !KEYWORDS.contains(keyword))
                .forEach(keyword -> faults.add(path + " has the keyword " + keyword));
        if (schema.get("anyOf") instanceof JsonArray kinds && !schema.has("type")) {
            for (int i = 0; i < kinds.size(); i++) {
                checkKind(path + " anyOf " + i, kinds.get(i));
            }
        } else if (schema.get("type") instanceof JsonString type
                && TYPES.contains(type.value())
                && !schema.has("anyOf")) {
            checkType(path, type.value(), schema);
        } else {
            faults.add(path + " has not one type");
        }
    }

    private void checkKind(String path, Json kind) {
        if (kind instanceof JsonObject schema && schema.has("anyOf")) {
            faults.add(path + " is not of a single type");
        }
        check(path, kind);
    }

    private void checkType(String path, String type, JsonObject schema) {
        if (type.equals("array")) {
            Json items = schema.get("items");
            if (items == null) {
                faults.add(path + " has no items");
            } else if (!anyItem || !items.equals(JsonObject.EMPTY)) {
                check(path + "[]", items);
            }
        } else if (type.equals("object")) {
            checkObject(path, schema);
        }
    }

    private void checkObject(String path, JsonObject schema) {
        Json others = schema.get("additionalProperties");
        if (others != null && !(others instanceof JsonBoolean)) {
            faults.add(path + " has additionalProperties that are a schema");
        }
        if (schema.get("properties") instanceof JsonObject properties) {
            properties.forEach((name, property) -> {
                if (name.length() > LONGEST_NAME) {
                    faults.add(path + " has a long name");
                }
                check(path + "." + name, property);
            });
        } else if (others == null) {
            faults.add(path + " has neither properties nor additionalProperties");
        }
    }
}

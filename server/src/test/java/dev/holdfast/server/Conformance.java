package dev.holdfast.server;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds a value against the few keywords our output schemas use; members that the schema does not name are violations.
 */
final class Conformance {
    private final List<String> violations = new ArrayList<>();

    private Conformance() {}

    static List<String> violations(JsonObject schema, Json value) {
        Conformance conformance = new Conformance();
        conformance.check("$", schema, value);
        return conformance.violations;
    }

    private void check(String path, JsonObject schema, Json value) {
        Json type = schema.get("type");
        if (type != null && !isA(type, value)) {
            violations.add(path + " is not " + type);
        }
        if (value instanceof JsonObject object) {
            checkMembers(path, schema, object);
        }
        if (value instanceof JsonArray array && schema.get("items") instanceof JsonObject items) {
            array.forEach(item -> check(path + "[]", items, item));
        }
    }

    private void checkMembers(String path, JsonObject schema, JsonObject object) {
        if (schema.get("required") instanceof JsonArray required) {
            required.forEach(name -> {
                if (!object.has(((JsonString) name).value())) {
                    violations.add(path + " lacks " + name);
                }
            });
        }
        object.forEach((name, member) -> {
            if (schema.get("properties") instanceof JsonObject properties) {
                if (properties.get(name) instanceof JsonObject rule) {
                    check(path + "." + name, rule, member);
                } else {
                    violations.add(path + " has undeclared " + name);
                }
            } else if (schema.get("additionalProperties") instanceof JsonObject rule) {
                check(path + "." + name, rule, member);
            }
        });
    }

    private static boolean isA(Json type, Json value) {
        if (type instanceof JsonArray several) {
            return several.stream().anyMatch(one -> isA(one, value));
        }
        return switch (((JsonString) type).value()) {
            case "string" -> value instanceof JsonString;
            case "integer" -> value instanceof JsonNumber number && number.isIntegral();
            case "boolean" -> value instanceof JsonBoolean;
            case "array" -> value instanceof JsonArray;
            case "object" -> value instanceof JsonObject;
            case "null" -> value instanceof JsonNull;
            default -> throw new IllegalArgumentException("no such type: " + type);
        };
    }
}

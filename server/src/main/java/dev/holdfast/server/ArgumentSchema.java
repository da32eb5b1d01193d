package dev.holdfast.server;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks arguments against the few JSON Schema keywords that tool schemas use: {@code type}, {@code enum},
 * {@code minimum}, {@code maximum}, {@code items} and {@code additionalProperties}; and {@code also}, a type that is
 * accepted without being published. Refusals name the argument and what it must be, never the given value.
 */
record ArgumentSchema(String tool, JsonObject schema) {
    /** Text that may be empty. */
    private static final Set<String> MAY_BE_EMPTY = Set.of("note");

    private static final String EVERY_ITEM = "every item of ";
    private static final String EVERY_VALUE = "every value in ";

    /** The names of the arguments. */
    Set<String> names() {
        return member(schema, "properties").keys();
    }

    /** Whether an argument is text that may be left out, and that cannot be meant to be empty. */
    boolean isOptionalText(String name) {
        boolean required = schema.get("required") instanceof JsonArray names
                && names.stream().anyMatch(Json.of(name)::equals);
        return !required
                && !MAY_BE_EMPTY.contains(name)
                && Json.of("string")
                        .equals(member(member(schema, "properties"), name).get("type"));
    }

    /** @param given the arguments that count */
    void check(JsonObject given) {
        JsonObject properties = member(schema, "properties");
        if (schema.get("required") instanceof JsonArray required) {
            required.forEach(name -> requirePresent(((JsonString) name).value(), given));
        }
        given.forEach((name, value) -> checkValue(name, "", member(properties, name), value));
    }

    private void requirePresent(String name, JsonObject given) {
        if (!given.has(name)) {
            throw Refusal.invalid(name, "`" + tool + "` needs `" + name + "`");
        }
    }

    /** @param part which part of the argument the value is; empty for all of it */
    private void checkValue(String argument, String part, JsonObject rule, Json value) {
        List<String> types = TravellingSchema.types(rule);
        String also = rule.string("also");
        if (types.stream().noneMatch(type -> isA(type, value)) && (also == null || !isA(also, value))) {
            throw mustBe(
                    argument,
                    part,
                    types.stream().map(ArgumentSchema::withArticle).collect(Collectors.joining(" or ")));
        }
        if (rule.get("enum") instanceof JsonArray allowed && allowed.stream().noneMatch(value::equals)) {
            throw mustBe(argument, part, "one of " + allowed);
        }
        if (value instanceof JsonNumber number) {
            checkRange(argument, part, rule, number);
        }
        if (value instanceof JsonArray array && rule.get("items") instanceof JsonObject items) {
            array.forEach(item -> checkValue(argument, EVERY_ITEM + part, items, item));
        }
        if (value instanceof JsonObject object && rule.get("additionalProperties") instanceof JsonObject members) {
            object.forEach((name, member) -> checkValue(argument, EVERY_VALUE + part, members, member));
        }
    }

    private static void checkRange(String argument, String part, JsonObject rule, JsonNumber number) {
        if (rule.get("minimum") instanceof JsonNumber least && number.decimal().compareTo(least.decimal()) < 0) {
            throw mustBe(argument, part, "at least " + least);
        }
        if (rule.get("maximum") instanceof JsonNumber most && number.decimal().compareTo(most.decimal()) > 0) {
            throw mustBe(argument, part, "at most " + most);
        }
    }

    private static RuntimeException mustBe(String argument, String part, String wanted) {
        return Refusal.invalid(argument, part + "`" + argument + "` must be " + wanted);
    }

    private static boolean isA(String type, Json value) {
        return switch (type) {
            case "string" -> value instanceof JsonString;
            case "integer" -> value instanceof JsonNumber number && number.isIntegral();
            case "number" -> value instanceof JsonNumber;
            case "boolean" -> value instanceof JsonBoolean;
            case "array" -> value instanceof JsonArray;
            case "object" -> value instanceof JsonObject;
            default -> value instanceof JsonNull;
        };
    }

    private static String withArticle(String type) {
        return ("aeio".indexOf(type.charAt(0)) >= 0 ? "an " : "a ") + type;
    }

    private static JsonObject member(JsonObject object, String name) {
        return object.get(name) instanceof JsonObject member ? member : JsonObject.EMPTY;
    }
}

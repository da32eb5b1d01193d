package dev.holdfast.rules;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.math.BigDecimal;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BigIntegerNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Turns values into the trees that the schema library works on. Numbers of equal value become equal nodes, whatever
 * their digits: JSON Schema compares numbers by value, and the library does not.
 */
final class JsonNodes {
    private JsonNodes() {}

    static JsonNode of(Json json) {
        return switch (json) {
            case JsonObject object -> object(object);
            case JsonArray array -> array(array);
            case JsonString string -> StringNode.valueOf(string.value());
            case JsonNumber number -> number(number);
            case JsonBoolean bool -> BooleanNode.valueOf(bool.value());
            case JsonNull none -> NullNode.getInstance();
        };
    }

    private static JsonNode object(JsonObject object) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        object.forEach((name, value) -> node.set(name, of(value)));
        return node;
    }

    private static JsonNode array(JsonArray array) {
        ArrayNode node = JsonNodeFactory.instance.arrayNode(array.size());
        array.forEach(element -> node.add(of(element)));
        return node;
    }

    private static JsonNode number(JsonNumber number) {
        OptionalLong integer = number.exactLong();
        if (integer.isPresent()) {
            return LongNode.valueOf(integer.getAsLong());
        }
        BigDecimal decimal = number.decimal();
        return number.isIntegral()
                ? BigIntegerNode.valueOf(decimal.toBigIntegerExact())
                : DecimalNode.valueOf(decimal.stripTrailingZeros());
    }
}

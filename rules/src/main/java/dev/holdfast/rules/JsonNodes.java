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
import tools.jackson.databind.node.NumericNode;
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

    /** The value of a tree, also of one that the library read itself. */
    static Json value(JsonNode node) {
        return switch (node) {
            case ObjectView object -> object.json;
            case ArrayView array -> array.json;
            case StringNode string -> Json.of(string.stringValue());
            case LongNode number -> Json.of(number.longValue());
            case NumericNode number -> JsonNumber.of(number.decimalValue().stripTrailingZeros());
            default -> Json.parse(node.toString());
        };
    }

    private static JsonNode object(JsonObject object) {
        ObjectNode node = new ObjectView(object);
        object.forEach((name, value) -> node.set(name, of(value)));
        return node;
    }

    private static JsonNode array(JsonArray array) {
        ArrayNode node = new ArrayView(array);
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

    /** A tree that knows which value it stands for, so that values are compared and not trees. */
    private static final class ObjectView extends ObjectNode {
        private static final long serialVersionUID = 1L;

        private final transient JsonObject json;

        ObjectView(JsonObject json) {
            super(JsonNodeFactory.instance);
            this.json = json;
        }
    }

    /** As {@link ObjectView}. */
    private static final class ArrayView extends ArrayNode {
        private static final long serialVersionUID = 1L;

        private final transient JsonArray json;

        ArrayView(JsonArray json) {
            super(JsonNodeFactory.instance, json.size());
            this.json = json;
        }
    }
}

package dev.holdfast.server;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.util.List;

/**
 * A schema as it is published: in the few keywords that every host and every model's interface carries. Hosts rewrite
 * or drop the others, or refuse the whole list of tools for them, and then models send something else than what is
 * meant. So a type is one {@code type} or an {@code anyOf} of single types, an array has {@code items}, and an object
 * has {@code properties} or a plain {@code additionalProperties}. Calls are checked by the schema as it was before.
 */
final class TravellingSchema {
    private static final List<String> EVERY_TYPE = List.of("string", "number", "boolean", "object", "array", "null");

    /** An item of any array: neither array nor null, which ends the recursion. The server takes more than this says. */
    private static final JsonObject ANY_ITEM = new TravellingSchema(JsonObject.EMPTY)
            .anyOf(EVERY_TYPE.subList(0, 4))
            .build();

    /** The items of an array that says nothing of them. */
    private final JsonObject anyItem;

    private TravellingSchema(JsonObject anyItem) {
        this.anyItem = anyItem;
    }

    /** The schema of arguments. */
    static JsonObject ofInput(JsonObject schema) {
        return new TravellingSchema(ANY_ITEM).of(schema);
    }

    /** The schema of an answer. It must allow all that may be answered, and a stored array may hold anything. */
    static JsonObject ofOutput(JsonObject schema) {
        return new TravellingSchema(JsonObject.EMPTY).of(schema);
    }

    /** The types that a schema allows; every one if it names none. */
    static List<String> types(JsonObject schema) {
        return switch (schema.get("type")) {
            case JsonString one -> List.of(one.value());
            case JsonArray several ->
                several.stream().map(type -> ((JsonString) type).value()).toList();
            case null, default -> EVERY_TYPE;
        };
    }

    private JsonObject of(JsonObject schema) {
        List<String> types = types(schema);
        JsonObject.Builder travelling = types.size() == 1 ? single(types.getFirst(), schema) : anyOf(types);
        for (String keyword : List.of("description", "enum", "required")) {
            travelling.putIfPresent(keyword, schema.get(keyword));
        }
        return travelling.build();
    }

    private JsonObject.Builder anyOf(List<String> types) {
        List<Json> single = types.stream()
                .map(type -> (Json) single(type, JsonObject.EMPTY).build())
                .toList();
        return JsonObject.builder().put("anyOf", JsonArray.copyOf(single));
    }

    private JsonObject.Builder single(String type, JsonObject schema) {
        JsonObject.Builder travelling = JsonObject.builder().put("type", type);
        JsonObject properties = schema.object("properties");
        if (type.equals("array")) {
            JsonObject items = schema.object("items");
            travelling.put("items", items == null ? anyItem : of(items));
        } else if (type.equals("object") && properties == null) {
            travelling.put("additionalProperties", true);
        } else if (properties != null) {
            travelling.put("properties", members(properties));
        }
        return travelling;
    }

    private JsonObject members(JsonObject properties) {
        JsonObject.Builder members = JsonObject.builder();
        properties.forEach((name, property) -> members.put(name, of((JsonObject) property)));
        return members.build();
    }
}

package dev.holdfast.mcp.sdk;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import dev.holdfast.mcp.Content;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as the SDK has them: maps, lists, texts, numbers, null. */
final class SdkValues {
    private SdkValues() {}

    static JsonObject json(@Nullable Map<String, Object> members) {
        JsonObject.Builder json = JsonObject.builder();
        if (members != null) {
            members.forEach((name, value) -> json.put(name, json(value)));
        }
        return json.build();
    }

    private static Json json(@Nullable Object value) {
        return switch (value) {
            case null -> Json.NULL;
            case String text -> Json.of(text);
            case Boolean bool -> Json.of(bool);
            case BigDecimal number -> Json.of(number);
            case BigInteger number -> Json.of(new BigDecimal(number));
            case Double number -> Json.of(number);
            case Float number -> Json.of(new BigDecimal(number.toString()));
            case Number number -> Json.of(number.longValue());
            case List<?> list ->
                JsonArray.copyOf(list.stream().map(SdkValues::json).toList());
            case Map<?, ?> map -> {
                JsonObject.Builder json = JsonObject.builder();
                map.forEach((name, member) -> json.put(String.valueOf(name), json(member)));
                yield json.build();
            }
            default -> throw new IllegalArgumentException("not a value of JSON: " + value.getClass());
        };
    }

    /** A block as text; one that is none is described. */
    static String text(Content content) {
        return switch (content) {
            case Content.Text text -> text.text();
            case Content.ResourceLink link -> link.uri();
            case Content.Embedded embedded -> embedded.resource().toString();
            case Content.Image image -> "an image of type " + image.mimeType();
            case Content.Audio audio -> "audio of type " + audio.mimeType();
        };
    }

    static Map<String, Object> map(JsonObject json) {
        Map<String, Object> map = new LinkedHashMap<>();
        json.forEach((name, member) -> put(map, name, value(member)));
        return map;
    }

    /** The maps of the SDK hold null where JSON does, whatever their type says. */
    @SuppressWarnings("NullAway")
    private static void put(Map<String, Object> map, String name, @Nullable Object value) {
        map.put(name, value);
    }

    private static @Nullable Object value(Json json) {
        return switch (json) {
            case JsonNull nothing -> null;
            case JsonBoolean bool -> bool.value();
            case JsonString text -> text.value();
            case JsonNumber number -> new BigDecimal(number.toString());
            case JsonObject object -> map(object);
            case JsonArray array -> {
                List<@Nullable Object> list = new ArrayList<>(array.size());
                array.forEach(element -> list.add(value(element)));
                yield list;
            }
        };
    }
}

package dev.holdfast.engine.typed;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where no mapper is on the class path: texts, numbers, booleans and null, and lists and maps of these. */
final class PlainMapper implements ValueMapper {
    @Override
    public Json toJson(@Nullable Object value) {
        try {
            return json(value);
        } catch (IllegalArgumentException e) {
            throw Failure.invalid("The value has no form in JSON: " + e.getMessage() + ".")
                    .toException();
        }
    }

    private static Json json(@Nullable Object value) {
        return switch (value) {
            case null -> Json.NULL;
            case Json json -> json;
            case String text -> Json.of(text);
            case Boolean truth -> Json.of(truth);
            case Byte number -> Json.of(number.longValue());
            case Short number -> Json.of(number.longValue());
            case Integer number -> Json.of(number.longValue());
            case Long number -> Json.of(number.longValue());
            case BigInteger number -> Json.of(new BigDecimal(number));
            case BigDecimal number -> Json.of(number);
            case Double number -> Json.of(number.doubleValue());
            case List<?> list ->
                JsonArray.of(list.stream().map(PlainMapper::json).toArray(Json[]::new));
            case Map<?, ?> map -> object(map);
            default -> throw missing();
        };
    }

    private static JsonObject object(Map<?, ?> map) {
        JsonObject object = JsonObject.EMPTY;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw missing();
            }
            object = object.with(key, json(entry.getValue()));
        }
        return object;
    }

    @Override
    public @Nullable Object fromJson(Json json, Type type) {
        throw missing();
    }

    @Override
    public JsonObject schema(Type type) {
        throw missing();
    }

    private static HoldfastException missing() {
        return Failure.invalid("Values of Java types need a mapper: add the artifact holdfast-jackson to the class"
                        + " path, or give a ValueMapper.")
                .toException();
    }
}

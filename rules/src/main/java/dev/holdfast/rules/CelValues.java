package dev.holdfast.rules;

import dev.cel.common.values.NullValue;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.RandomAccess;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON as CEL sees it. Containers are views, so that the cost of a rule depends on what it looks at, not on the
 * document's size.
 */
final class CelValues {
    private CelValues() {}

    /** An integer within 64 bits is an int, any other number a double. */
    static Object of(Json json) {
        return switch (json) {
            case JsonObject object -> new ObjectView(object);
            case JsonArray array -> new ArrayView(array);
            case JsonString string -> string.value();
            case JsonNumber number -> {
                var integer = number.exactLong();
                yield integer.isPresent() ? (Object) integer.getAsLong() : (Object) number.toDouble();
            }
            case JsonBoolean bool -> bool.value();
            case JsonNull none -> NullValue.NULL_VALUE;
        };
    }

    /** A container that stands for a JSON value. */
    sealed interface View {
        Json json();
    }

    private static final class ObjectView extends AbstractMap<String, Object> implements View {
        private final JsonObject object;

        ObjectView(JsonObject object) {
            this.object = object;
        }

        @Override
        public Json json() {
            return object;
        }

        @Override
        public @Nullable Object get(@Nullable Object key) {
            Json value = key instanceof String name ? object.get(name) : null;
            return value == null ? null : of(value);
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return key instanceof String name && object.has(name);
        }

        @Override
        public int size() {
            return object.size();
        }

        @Override
        public Set<String> keySet() {
            return object.keys();
        }

        @Override
        public Set<Map.Entry<String, Object>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public Iterator<Map.Entry<String, Object>> iterator() {
                    return object.entries().stream()
                            .map(entry -> Map.entry(entry.getKey(), of(entry.getValue())))
                            .iterator();
                }

                @Override
                public int size() {
                    return object.size();
                }
            };
        }
    }

    private static final class ArrayView extends AbstractList<Object> implements View, RandomAccess {
        private final JsonArray array;

        ArrayView(JsonArray array) {
            this.array = array;
        }

        @Override
        public Json json() {
            return array;
        }

        @Override
        public Object get(int index) {
            return of(array.get(index));
        }

        @Override
        public int size() {
            return array.size();
        }
    }
}

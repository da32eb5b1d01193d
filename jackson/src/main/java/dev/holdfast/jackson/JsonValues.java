package dev.holdfast.jackson;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.module.SimpleModule;

/** Values of {@link Json} within other types, with their digits. */
final class JsonValues extends SimpleModule {
    private static final long serialVersionUID = 1L;

    JsonValues() {
        super("holdfast-json");
        addSerializer(Json.class, new Writer());
        addDeserializer(Json.class, new Reader<>(Json.class));
        addDeserializer(JsonObject.class, new Reader<>(JsonObject.class));
        addDeserializer(JsonArray.class, new Reader<>(JsonArray.class));
        addDeserializer(JsonNumber.class, new Reader<>(JsonNumber.class));
        addDeserializer(JsonString.class, new Reader<>(JsonString.class));
        addDeserializer(JsonBoolean.class, new Reader<>(JsonBoolean.class));
    }

    private static final class Writer extends ValueSerializer<Json> {
        @Override
        public void serialize(Json value, JsonGenerator out, SerializationContext context) {
            switch (value) {
                case JsonNull ignored -> out.writeNull();
                case JsonBoolean bool -> out.writeBoolean(bool.value());
                case JsonNumber number -> out.writeNumber(number.literal());
                case JsonString text -> out.writeString(text.value());
                case JsonArray array -> {
                    out.writeStartArray();
                    array.forEach(element -> serialize(element, out, context));
                    out.writeEndArray();
                }
                case JsonObject object -> {
                    out.writeStartObject();
                    object.forEach((name, member) -> {
                        out.writeName(name);
                        serialize(member, out, context);
                    });
                    out.writeEndObject();
                }
            }
        }

        @Override
        public void serializeWithType(
                Json value, JsonGenerator out, SerializationContext context, TypeSerializer type) {
            serialize(value, out, context);
        }
    }

    private static final class Reader<T extends Json> extends ValueDeserializer<T> {
        private final Class<T> type;

        Reader(Class<T> type) {
            this.type = type;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) {
            Json value = value(in);
            return type.isInstance(value)
                    ? type.cast(value)
                    : context.reportInputMismatch(type, "another kind of value");
        }

        @Override
        public Object getNullValue(DeserializationContext context) {
            return type == Json.class ? Json.NULL : super.getNullValue(context);
        }

        private static Json value(JsonParser in) {
            return switch (in.currentToken()) {
                case VALUE_TRUE -> Json.of(true);
                case VALUE_FALSE -> Json.of(false);
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> JsonNumber.parse(in.getString());
                case VALUE_STRING -> Json.of(in.getString());
                case START_ARRAY -> array(in);
                case START_OBJECT -> object(in);
                default -> Json.NULL;
            };
        }

        private static JsonArray array(JsonParser in) {
            List<Json> elements = new ArrayList<>();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                elements.add(value(in));
            }
            return JsonArray.copyOf(elements);
        }

        private static JsonObject object(JsonParser in) {
            JsonObject.Builder object = JsonObject.builder();
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                in.nextToken();
                object.put(name, value(in));
            }
            return object.build();
        }
    }
}

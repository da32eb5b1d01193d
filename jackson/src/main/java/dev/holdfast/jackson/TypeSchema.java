package dev.holdfast.jackson;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.TypeSerializer;

/** The JSON Schema of one type, as a mapper writes its values. Not thread-safe. */
final class TypeSchema {
    private final JsonMapper mapper;
    private final SerializationContext context;

    /** The types that are being described, and of those the ones that refer to themselves. */
    private final Map<JavaType, String> open = new LinkedHashMap<>();

    private final Set<JavaType> recursive = new HashSet<>();
    private final Map<String, Json> definitions = new LinkedHashMap<>();

    TypeSchema(JsonMapper mapper) {
        this.mapper = mapper;
        this.context = mapper._serializationContext();
    }

    JsonObject of(Type type) {
        JsonObject root = schema(mapper.constructType(type));
        if (definitions.isEmpty()) {
            return root;
        }
        JsonObject.Builder all = JsonObject.builder();
        definitions.forEach(all::put);
        String reference = root.string("$ref");
        JsonObject body = reference == null
                ? root
                : (JsonObject)
                        Objects.requireNonNull(definitions.get(reference.substring(reference.lastIndexOf('/') + 1)));
        return body.with("$defs", all.build());
    }

    private JsonObject schema(JavaType type) {
        JsonObject plain = PlainSchema.of(type.getRawClass());
        if (plain != null) {
            return plain;
        }
        if (type.isReferenceType()) {
            return schema(type.getContentType());
        }
        if (type.isMapLikeType()) {
            return JsonObject.of("type", Json.of("object"), "additionalProperties", schema(type.getContentType()));
        }
        if (type.isArrayType() || type.isCollectionLikeType()) {
            JsonObject array = JsonObject.of("type", Json.of("array"), "items", schema(type.getContentType()));
            return type.isTypeOrSubTypeOf(Set.class) ? array.with("uniqueItems", Json.of(true)) : array;
        }
        return type.isEnumType() ? constants(type) : composed(type);
    }

    private JsonObject constants(JavaType type) {
        List<Json> names = Arrays.stream(type.getRawClass().getEnumConstants())
                .map(each -> Json.parse(mapper.writeValueAsBytes(each)))
                .toList();
        return JsonObject.of("type", Json.of("string"), "enum", JsonArray.copyOf(names));
    }

    /** Within itself a type is a reference, or its schema would have no end. */
    private JsonObject composed(JavaType type) {
        String name = open.get(type);
        if (name != null) {
            recursive.add(type);
            return JsonObject.of("$ref", Json.of("#/$defs/" + name));
        }
        open.put(type, freeName(type.getRawClass().getSimpleName()));
        JsonObject schema = type.getRawClass().isSealed() ? alternatives(type) : bean(type, type);
        name = Objects.requireNonNull(open.remove(type));
        if (!recursive.contains(type)) {
            return schema;
        }
        definitions.put(name, schema);
        return JsonObject.of("$ref", Json.of("#/$defs/" + name));
    }

    private String freeName(String name) {
        String free = name;
        for (int i = 2; definitions.containsKey(free) || open.containsValue(free); i++) {
            free = name + i;
        }
        return free;
    }

    private JsonObject alternatives(JavaType type) {
        List<JsonObject> each = Declarations.leaves(type.getRawClass())
                .map(leaf -> bean(context.getTypeFactory().constructSpecializedType(type, leaf), type))
                .toList();
        return JsonObject.of("anyOf", JsonArray.copyOf(each));
    }

    /** @param base what it is written as, which decides how it says of which type it is */
    private JsonObject bean(JavaType type, JavaType base) {
        BeanDescription bean = context.introspectBeanDescription(type);
        AnnotatedMember value = bean.findJsonValueAccessor();
        if (value != null) {
            return schema(value.getType());
        }
        if (type.isEnumType()) {
            return JsonObject.EMPTY;
        }
        JsonObject.Builder properties = JsonObject.builder();
        List<Json> required = new ArrayList<>();
        typeName(type, base, properties, required);
        for (BeanPropertyDefinition property : bean.findProperties()) {
            AnnotatedMember accessor = property.getAccessor();
            if (accessor != null) {
                properties.put(property.getName(), described(schema(accessor.getType()), property));
                if (property.isRequired() || accessor.getType().isPrimitive()) {
                    required.add(Json.of(property.getName()));
                }
            }
        }
        JsonObject schema = JsonObject.of("type", Json.of("object"), "properties", properties.build());
        return required.isEmpty() ? schema : schema.with("required", JsonArray.copyOf(required));
    }

    private static JsonObject described(JsonObject schema, BeanPropertyDefinition property) {
        String description = property.getMetadata().getDescription();
        return description == null ? schema : schema.with("description", Json.of(description));
    }

    private void typeName(JavaType type, JavaType base, JsonObject.Builder properties, List<Json> required) {
        TypeSerializer typed = context.findTypeSerializer(base);
        if (typed != null && typed.getPropertyName() != null) {
            String id = typed.getTypeIdResolver().idFromValueAndType(context, null, type.getRawClass());
            JsonObject constant = JsonObject.of("type", Json.of("string"), "enum", JsonArray.of(Json.of(id)));
            properties.put(typed.getPropertyName(), constant);
            required.add(Json.of(typed.getPropertyName()));
        }
    }
}

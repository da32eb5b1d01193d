package dev.holdfast.jackson;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.engine.typed.ValueMapper;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonLimits;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonParseException;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * Maps values by Jackson: records and beans, numbers of every size with their digits, enums by name, dates as ISO text,
 * optionals, and sealed types, whose values say in the member {@code type} which of them they are. Immutable and
 * thread-safe. The one of {@link #JacksonMapper()} is found on the class path.
 *
 * <p>Components of a record that are null or an empty {@link Optional} are left out. One that is missing is refused,
 * unless its type is {@code Optional} or it is marked {@code @Nullable}. Members that a type does not know are ignored.
 */
public final class JacksonMapper implements ValueMapper {
    private static final JsonLimits LIMITS = JsonLimits.DEFAULT.withMaxDepth(Json.MAX_DEPTH);

    private final JsonMapper mapper;

    /** The mapper of {@link #builder()}. */
    public JacksonMapper() {
        this(builder().build());
    }

    private JacksonMapper(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** A mapper that reads and writes by a mapper of the caller's own, best one that {@link #builder()} began. */
    public static JacksonMapper of(JsonMapper mapper) {
        return new JacksonMapper(mapper);
    }

    /** The settings that keep values exactly as they are, to add modules and mixins to. */
    public static JsonMapper.Builder builder() {
        return JsonMapper.builder()
                .annotationIntrospector(new Declarations())
                .addModule(new JsonValues())
                .withCoercionConfig(LogicalType.Textual, JacksonMapper::takeTextAlone)
                .changeDefaultPropertyInclusion(all -> all.withValueInclusion(JsonInclude.Include.NON_ABSENT))
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT, DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .disable(EnumFeature.READ_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_TO_STRING)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE, DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS, DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID)
                .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID);
    }

    /** A number or a truth is no text, although Jackson would make it one. */
    private static void takeTextAlone(MutableCoercionConfig text) {
        text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    }

    @Override
    public Json toJson(@Nullable Object value) {
        return switch (value) {
            case null -> Json.NULL;
            case Json json -> json;
            case Optional<?> optional -> toJson(optional.orElse(null));
            case Collection<?> all ->
                JsonArray.copyOf(all.stream().map(this::toJson).toList());
            case Map<?, ?> map -> members(map);
            default -> written(value);
        };
    }

    /** Element by element, so that each says of which type it is. */
    private JsonObject members(Map<?, ?> map) {
        JsonObject.Builder object = JsonObject.builder();
        map.forEach((key, value) -> object.put(name(key), toJson(value)));
        return object.build();
    }

    /** The keys of maps are written by Jackson too: an enum by its name, a date as ISO text. */
    private String name(@Nullable Object key) {
        return key instanceof String text
                ? text
                : ((JsonObject) written(Map.of(requireNonNull(key), 0)))
                        .keys()
                        .iterator()
                        .next();
    }

    private Json written(Object value) {
        try {
            return Json.parse(mapper.writeValueAsBytes(value), LIMITS);
        } catch (JacksonException e) {
            throw Mismatch.notWritten(value.getClass(), e);
        } catch (JsonParseException e) {
            throw Mismatch.notWritten(value.getClass(), e);
        }
    }

    @Override
    public @Nullable Object fromJson(Json json, Type type) {
        try {
            return mapper.readValue(json.toBytes(), mapper.constructType(type));
        } catch (JacksonException e) {
            throw Mismatch.notRead(type, e);
        }
    }

    @Override
    public JsonObject schema(Type type) {
        return new TypeSchema(mapper).of(type);
    }

    @Override
    public String toString() {
        return "JacksonMapper";
    }
}

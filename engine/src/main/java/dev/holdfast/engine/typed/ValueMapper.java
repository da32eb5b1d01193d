package dev.holdfast.engine.typed;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.lang.reflect.Type;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Maps values of Java types to JSON and back, without loss: what is read equals what was written. Thread-safe. The
 * module {@code holdfast-jackson} brings one; another is found on the class path by {@link ServiceLoader}.
 *
 * <p>Failures name the place in the JSON and the type that does not fit, and quote no value.
 */
public interface ValueMapper {
    /**
     * The JSON of a value; that of {@code Json} is itself.
     *
     * @throws HoldfastException {@code invalid} if it has no form in JSON
     */
    Json toJson(@Nullable Object value);

    /**
     * The document that a value is written as.
     *
     * @throws HoldfastException {@code invalid} if that is no object
     */
    default JsonObject toDocument(Object value) {
        if (toJson(value) instanceof JsonObject document) {
            return document;
        }
        String type = value.getClass().getSimpleName();
        throw new Failure(
                        Failure.Code.INVALID,
                        JsonObject.of("type", Json.of(type)),
                        "A document is an object, and a " + type + " is written as something else. Put it under a key.")
                .toException();
    }

    /**
     * The value of a type that is written so; null where JSON null stands for nothing.
     *
     * @throws HoldfastException {@code invalid} if it is no value of the type, with the facts {@code type} and
     *     {@code path}, a JSON Pointer
     */
    @Nullable Object fromJson(Json json, Type type);

    /** A JSON Schema (2020-12) of the type: what {@link #toJson} writes of its values satisfies it. */
    JsonObject schema(Type type);

    /**
     * The first mapper on the class path. Without one, the mapper that is returned writes texts, numbers, booleans,
     * null, and lists and maps of these, and refuses all else by {@code invalid}.
     */
    static ValueMapper installed() {
        return InstalledMapper.FOUND;
    }
}

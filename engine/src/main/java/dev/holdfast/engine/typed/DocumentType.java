package dev.holdfast.engine.typed;

import dev.holdfast.json.JsonObject;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The type of a document and how its values are written.
 *
 * @param initial what an empty document stands for; null for nothing but itself
 */
record DocumentType<T>(
        Class<T> type, ValueMapper mapper, @Nullable T initial) {
    T read(JsonObject document) {
        T empty = initial;
        if (empty != null && document.isEmpty()) {
            return empty;
        }
        return Objects.requireNonNull(type.cast(mapper.fromJson(document, type)));
    }

    JsonObject write(T value) {
        return mapper.toDocument(value);
    }

    /** The document with what changed from one value to the other. An empty document has nothing of the first yet. */
    JsonObject changed(JsonObject document, T from, T to) {
        JsonObject before = document.isEmpty() ? JsonObject.EMPTY : write(from);
        return Rebase.onto(document, before, write(to));
    }
}

package dev.holdfast.engine.typed;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A change of a document, as values of its type. Immutable. The values are made when they are asked for.
 *
 * @param <T> the type of the document
 */
public final class TypedChange<T> {
    private final DocumentType<T> type;
    private final Event event;
    private final JsonObject before;
    private final JsonObject after;

    TypedChange(DocumentType<T> type, Event event, JsonObject before, JsonObject after) {
        this.type = type;
        this.event = event;
        this.before = before;
        this.after = after;
    }

    /** What happened: who, when, and the patch. */
    public Event event() {
        return event;
    }

    /**
     * The value before the change; null if the document was empty and no value stands for that.
     *
     * @throws HoldfastException {@code invalid} if the document was no value of the type
     */
    public @Nullable T before() {
        return before.isEmpty() && type.initial() == null ? null : type.read(before);
    }

    /**
     * The value after the change.
     *
     * @throws HoldfastException {@code invalid} if the document is no value of the type
     */
    public T after() {
        return type.read(after);
    }

    @Override
    public String toString() {
        return "TypedChange[revision=" + event.revision() + ", before=" + before + ", after=" + after + "]";
    }
}

package dev.holdfast.engine.typed;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * A change of the value of a key. Immutable. The values are made when they are asked for.
 *
 * @param <T> the type of the values
 */
public final class KeyChange<T> {
    private final Key<T> key;
    private final Event event;
    private final @Nullable Json before;
    private final @Nullable Json after;

    KeyChange(Key<T> key, Event event, @Nullable Json before, @Nullable Json after) {
        this.key = key;
        this.event = event;
        this.before = before;
        this.after = after;
    }

    /** What happened: who, when, and the patch of the whole document. */
    public Event event() {
        return event;
    }

    /**
     * The value before the change; null if there was none and no value stands for that.
     *
     * @throws HoldfastException {@code invalid} if it was none of the type
     */
    public @Nullable T before() {
        return key.valueOrInitial(before).orElse(null);
    }

    /**
     * The value after the change; null if there is none and no value stands for that.
     *
     * @throws HoldfastException {@code invalid} if it is none of the type
     */
    public @Nullable T after() {
        return key.valueOrInitial(after).orElse(null);
    }

    @Override
    public String toString() {
        return "KeyChange[" + key.name() + " at revision " + event.revision() + ", before=" + before + ", after="
                + after + "]";
    }
}

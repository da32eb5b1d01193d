package dev.holdfast.spring;

import dev.holdfast.engine.State;
import dev.holdfast.engine.typed.TypedState;
import dev.holdfast.engine.typed.Versioned;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A state of who calls, as values of a type, to be injected: {@code CallerState<Cart> cart} is the state {@code cart},
 * as the parameter or field is named, or as {@link StateName} says. Each method asks anew who calls, and opens the
 * state of that caller; it is created if there is none. Safe for use by many threads.
 *
 * @param <T> the type of the document, a class such as a record
 */
public final class CallerState<T> {
    private final CallerStates states;
    private final String name;
    private final Class<T> type;
    private final @Nullable T initial;

    CallerState(CallerStates states, String name, Class<T> type, @Nullable T initial) {
        this.states = states;
        this.name = name;
        this.type = type;
        this.initial = initial;
    }

    /** The same, where an empty document, such as that of a new state, is this value. Nothing is written. */
    public CallerState<T> initially(T value) {
        return new CallerState<>(states, name, type, value);
    }

    /** The state of the present caller, as values: to observe it, or to read it at an earlier revision. */
    public TypedState<T> typed() {
        TypedState<T> typed = states.state(name, type);
        return initial == null ? typed : typed.initially(initial);
    }

    /** The state of the present caller itself: its history, undo, leases, sharing. */
    public State state() {
        return states.state(name);
    }

    /** The value now. */
    public T get() {
        return typed().get();
    }

    /** The value now, and its revision. */
    public Versioned<T> read() {
        return typed().read();
    }

    /** Makes the document this value. */
    public Versioned<T> set(T value) {
        return typed().set(value);
    }

    /** Makes the document this value, but only if it is still as it was at a revision. */
    public Versioned<T> set(T value, long ifRevision) {
        return typed().set(value, ifRevision);
    }

    /**
     * Reads the value, changes it, and writes it back only if the document has not changed meanwhile, as
     * {@link TypedState#update}.
     */
    public Versioned<T> update(UnaryOperator<T> change) {
        return typed().update(change);
    }

    @Override
    public String toString() {
        return "CallerState[" + name + " as " + type.getSimpleName() + "]";
    }
}

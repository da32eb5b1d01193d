package dev.holdfast.engine.typed;

import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.Subscription;
import dev.holdfast.engine.Written;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * One key of one state as values of a type; {@link Key#in(State)} gives it. Safe for use by many threads. Methods throw
 * what those of {@link State} throw, and {@code invalid} if what is there is no value of the type.
 *
 * @param <T> the type of the values
 */
public final class TypedKey<T> {
    private final State state;
    private final Key<T> key;

    TypedKey(State state, Key<T> key) {
        this.state = state;
        this.key = key;
    }

    /** The state that has the key. */
    public State state() {
        return state;
    }

    /** The value now. Counts as use of a session. */
    public T get() {
        return key.in(state.read());
    }

    /** The value now, if the key is there and is not null. Counts as use of a session. */
    public Optional<T> find() {
        return key.find(state.read());
    }

    /** The value now, and the revision at which its key last changed; 0 if there is none, but an initial one. */
    public Versioned<T> read() {
        StateView view = state.read();
        return new Versioned<>(key.in(view), view.keyRevision(key.name()));
    }

    /** Puts a value there, whatever is there. */
    public Versioned<T> set(T value) {
        return new Versioned<>(value, state.write(w -> w.set(key, value)).revision());
    }

    /**
     * Puts a value there, but only if its key is still as it was at a revision.
     *
     * @param ifRevision that of {@link #read}; 0 if there must be no value
     * @throws HoldfastException {@code conflict} if it has changed since
     */
    public Versioned<T> set(T value, long ifRevision) {
        Written written = state.write(w -> w.set(key, value).ifRevision(key.name(), ifRevision));
        return new Versioned<>(value, written.revision());
    }

    /**
     * Reads the value, changes it, and writes it back only if its key has not changed meanwhile, as
     * {@link State#update} does. Members of a record that its type does not know are kept.
     *
     * @param change maps the present value to the new one; may be called several times
     * @return the new value and the revision of the state that has it
     * @throws HoldfastException {@code unavailable} if the key changed during every try
     */
    public Versioned<T> update(UnaryOperator<T> change) {
        AtomicReference<T> made = new AtomicReference<>();
        Written written = state.update(key.name(), json -> {
            T from = key.orInitial(json);
            T to = Objects.requireNonNull(change.apply(from), "an update ends with a value");
            made.set(to);
            return key.changed(json, from, to);
        });
        return new Versioned<>(Objects.requireNonNull(made.get()), written.revision());
    }

    /** Removes the value, if there is one. */
    public void delete() {
        state.write(w -> w.delete(key.name()));
    }

    /**
     * Calls an observer with every change of the value from now on, in order, without gaps, on a thread of its own, as
     * {@link State#observe(Consumer)} does.
     */
    public Subscription observe(Consumer<KeyChange<T>> observer) {
        StateView now = state.read();
        return state.observe(now.revision() + 1, new KeyReader<>(key, now.document(), observer));
    }

    @Override
    public String toString() {
        return "TypedKey[" + key.name() + " of " + state.handle() + "]";
    }
}

package dev.holdfast.engine.typed;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.Subscription;
import dev.holdfast.engine.Written;
import dev.holdfast.json.JsonDiff;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A state whose document is a value of a Java type:
 *
 * <pre>{@code
 * TypedState<Cart> cart = holdfast.open(StateSpec.named("cart")).as(Cart.class).initially(Cart.EMPTY);
 * cart.update(now -> now.plus(item));
 * }</pre>
 *
 * Only what a value changes is written: an event has the members that differ, and members that the type does not know
 * are kept. Safe for use by many threads. Methods throw what those of {@link State} throw, and {@code invalid} if the
 * document is no value of the type, with the facts {@code type} and {@code path}.
 *
 * @param <T> the type of the document, such as a record
 */
public final class TypedState<T> {
    private static final int UPDATE_ROUNDS = 100;

    private final State state;
    private final DocumentType<T> type;

    private TypedState(State state, DocumentType<T> type) {
        this.state = state;
        this.type = type;
    }

    /** The state as values that a mapper of the caller's own reads and writes. */
    public static <T> TypedState<T> of(State state, Class<T> type, ValueMapper mapper) {
        return new TypedState<>(state, new DocumentType<>(type, mapper, null));
    }

    /** The same, where an empty document, such as that of a new state, is this value. Nothing is written. */
    public TypedState<T> initially(T value) {
        return new TypedState<>(state, new DocumentType<>(type.type(), type.mapper(), value));
    }

    /** The state itself, for all that needs no type: its history, undo, leases, sharing. */
    public State state() {
        return state;
    }

    /** The value now. Counts as use of a session. */
    public T get() {
        return read().value();
    }

    /** The value now, and its revision. Counts as use of a session. */
    public Versioned<T> read() {
        return versioned(state.read());
    }

    /** The value at a revision, as {@link State#at(long)}. */
    public Versioned<T> at(long revision) {
        return versioned(state.at(revision));
    }

    /** The value at a time, as {@link State#at(Instant)}. */
    public Versioned<T> at(Instant time) {
        return versioned(state.at(time));
    }

    /** Makes the document this value. Members that the type does not know are removed. */
    public Versioned<T> set(T value) {
        JsonObject document = type.write(value);
        return retried(view -> write(view, view.revision(), document, value));
    }

    /**
     * Makes the document this value, but only if it is still as it was at a revision.
     *
     * @throws HoldfastException {@code conflict} if it has changed since
     */
    public Versioned<T> set(T value, long ifRevision) {
        return write(state.read(), ifRevision, type.write(value), value);
    }

    /**
     * Reads the value, changes it, and writes it back only if the document has not changed meanwhile. Tries up to 100
     * times.
     *
     * @param change maps the present value to the new one; may be called several times
     * @return the new value and the revision of the state that has it
     * @throws HoldfastException {@code conflict} if the document changed during every try
     */
    public Versioned<T> update(UnaryOperator<T> change) {
        return retried(view -> {
            T from = type.read(view.document());
            T to = Objects.requireNonNull(change.apply(from), "an update ends with a value");
            return write(view, view.revision(), type.changed(view.document(), from, to), to);
        });
    }

    /**
     * Calls an observer with every change of the document from now on, in order, without gaps, on a thread of its own,
     * as {@link State#observe(Consumer)} does.
     */
    public Subscription observe(Consumer<TypedChange<T>> observer) {
        StateView now = state.read();
        return state.observe(now.revision() + 1, new ChangeReader<>(type, now.document(), observer));
    }

    private Versioned<T> retried(Function<StateView, Versioned<T>> attempt) {
        for (int round = 1; ; round++) {
            try {
                return attempt.apply(state.read());
            } catch (HoldfastException e) {
                if (e.failure().code() != Failure.Code.CONFLICT || round == UPDATE_ROUNDS) {
                    throw e;
                }
            }
        }
    }

    private Versioned<T> write(StateView view, long ifRevision, JsonObject document, T value) {
        JsonPatch patch = JsonDiff.between(view.document(), document);
        if (patch.isEmpty() && ifRevision == view.revision()) {
            return new Versioned<>(value, view.revision());
        }
        Written written = state.write(w -> w.patch(patch).ifRevision(ifRevision));
        return new Versioned<>(value, written.revision());
    }

    private Versioned<T> versioned(StateView view) {
        return new Versioned<>(type.read(view.document()), view.revision());
    }

    @Override
    public String toString() {
        return "TypedState[" + state.handle() + " as " + type.type().getSimpleName() + "]";
    }
}

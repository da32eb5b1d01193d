package dev.holdfast.engine;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.StateId;
import org.jspecify.annotations.Nullable;

/**
 * A request to change one state.
 *
 * @param state the state
 * @param actor who acts
 * @param key what makes it the same command when sent again; null if it is not to be remembered
 * @param arguments SHA-256 of its arguments; there if {@code key} is
 * @param change what it asks for
 */
record Command(StateId state, Principal actor, @Nullable CommandKey key, @Nullable Bytes arguments, Change change) {
    static Command of(StateId state, Principal actor, @Nullable String id, Change change) {
        return id == null
                ? new Command(state, actor, null, null, change)
                : new Command(state, actor, new CommandKey(actor.id(), id), digest(change), change);
    }

    static Bytes digest(Change change) {
        return Bytes.wrap(EventCodec.sha256().digest(change.arguments().toCanonical()));
    }
}

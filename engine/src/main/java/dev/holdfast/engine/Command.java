package dev.holdfast.engine;

import dev.holdfast.engine.spi.StateId;
import org.jspecify.annotations.Nullable;

/**
 * A request to change one state.
 *
 * @param state the state
 * @param actor who acts
 * @param idempotency what makes it the same command when sent again; null if it is not to be remembered
 * @param change what it asks for
 */
record Command(StateId state, Principal actor, @Nullable Idempotency idempotency, Change change) {
    static Command of(StateId state, Principal actor, @Nullable String id, Change change) {
        Idempotency idempotency = id == null ? null : Idempotency.of(actor, id, change.arguments());
        return new Command(state, actor, idempotency, change);
    }
}

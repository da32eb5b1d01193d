package dev.holdfast.engine.internal.decision;

import dev.holdfast.engine.Principal;
import dev.holdfast.engine.internal.image.Idempotency;
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
public record Command(
        StateId state, Principal actor, @Nullable Idempotency idempotency, Change change) {
    /** A command whose change says all that was asked for. */
    public static Command of(StateId state, Principal actor, @Nullable String id, Change.Direct change) {
        return new Command(state, actor, Idempotency.of(actor, id, change::arguments), change);
    }
}

package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Undo;
import dev.holdfast.engine.Undone;
import dev.holdfast.engine.Undone.Reverted;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.decision.Precondition;
import dev.holdfast.engine.internal.image.Idempotency;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.StateId;
import java.util.Collections;
import java.util.List;

/** One call that undoes: worked out on the newest image, and carried out only if the document has not moved since. */
public final class Undoing {
    private final Engine engine;
    private final Principal principal;
    private final StateId id;

    public Undoing(Engine engine, Principal principal, StateId id) {
        this.engine = engine;
        this.principal = principal;
        this.id = id;
    }

    public Undone carryOut(Undo undo) {
        engine.fireTimersIfDue(id);
        Image image = new Reading(engine, principal, id).use(Consistency.LINEARIZABLE);
        Idempotency idempotency = Idempotency.of(principal, undo.commandId(), Change.arguments(undo));
        Done before = Done.before(image, idempotency, engine::freshCommandId);
        return before == null ? fresh(undo, image) : undone(before, List.of());
    }

    private Undone fresh(Undo undo, Image image) {
        Precondition.require(image, undo.ifRevision());
        TakeBacks.Plan plan = TakeBacks.plan(engine.history(), image, undo);
        Change.TakeBack change = plan.change();
        if (change == null) {
            return new Undone(image.revision(), Collections.emptySortedSet(), List.of(), false);
        }
        Done done = Done.of(engine.execute(Command.of(id, principal, undo.commandId(), change)));
        return undone(done, done.replayed() ? List.of() : plan.reverted());
    }

    private static Undone undone(Done done, List<Reverted> reverted) {
        return new Undone(done.revision(), done.changed(), reverted, done.replayed());
    }
}

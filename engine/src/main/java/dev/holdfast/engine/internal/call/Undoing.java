package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Undo;
import dev.holdfast.engine.Undone;
import dev.holdfast.engine.Undone.Reverted;
import dev.holdfast.engine.internal.commit.CommandOutcome;
import dev.holdfast.engine.internal.decision.Advancing;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.image.Idempotency;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
        Advancing.requireNoRun(image);
        Idempotency idempotency = idempotency(undo);
        CommandOutcome.Done before = CommandOutcome.Done.before(image, idempotency, engine.ids());
        return before == null ? fresh(undo, image, idempotency) : undone(before, List.of());
    }

    private Undone fresh(Undo undo, Image image, @Nullable Idempotency idempotency) {
        new ExpectedRevision(engine, principal).require(image, undo.ifRevision());
        TakeBacks.Plan plan =
                engine.longWork().work(principal, steps -> TakeBacks.plan(engine.history(), image, undo, steps));
        Change.TakeBack change = plan.change();
        if (change == null) {
            return new Undone(image.revision(), Collections.emptySortedSet(), List.of(), image.document(), false);
        }
        CommandOutcome.Done done =
                engine.execute(new Command(id, principal, idempotency, change)).done();
        return undone(done, done.replayed() ? List.of() : plan.reverted());
    }

    private Undone undone(CommandOutcome.Done done, List<Reverted> reverted) {
        Image then = done.then(revision -> engine.past(principal, id, revision));
        return new Undone(
                done.revision(),
                done.changed(engine.history()),
                reverted,
                then == null ? null : then.document(),
                done.replayed());
    }

    private @Nullable Idempotency idempotency(Undo undo) {
        return Idempotency.of(principal, undo.commandId(), () -> arguments(undo));
    }

    /** What was asked for, as retries are compared by. */
    private static JsonObject arguments(Undo undo) {
        JsonObject target = switch (undo.target()) {
            case Undo.Last(int steps) -> JsonObject.of("steps", Json.of(steps));
            case Undo.Redo(int steps) -> JsonObject.of("redo", Json.of(steps));
            case Undo.Restore(long revision) -> JsonObject.of("to_revision", Json.of(revision));
            case Undo.One(long revision) -> JsonObject.of("revision", Json.of(revision));
        };
        return JsonObject.builder()
                .put("undo", target)
                .putIfPresent("if_revision", undo.ifRevision() == null ? null : Json.of(undo.ifRevision()))
                .build();
    }
}

package dev.holdfast.engine;

import dev.holdfast.engine.Undone.Reverted;
import dev.holdfast.engine.spi.StateId;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** One call that undoes: worked out on the newest image, and carried out only if the document has not moved since. */
final class Undoing {
    private static final int MOST_STEPS = 1_000;

    private final Engine engine;
    private final Principal principal;
    private final StateId id;

    Undoing(Engine engine, Principal principal, StateId id) {
        this.engine = engine;
        this.principal = principal;
        this.id = id;
    }

    Undone carryOut(Undo undo) {
        check(undo);
        engine.fireTimersIfDue(id);
        Image image = new State(engine, principal, id).read().image();
        Undone before = replay(undo, image);
        return before == null ? fresh(undo, image) : before;
    }

    /** What the same command led to before: looked up first, since by now there is something else to undo. */
    private @Nullable Undone replay(Undo undo, Image image) {
        Idempotency idempotency = Idempotency.of(principal, undo.commandId(), Change.arguments(undo));
        return switch (Decider.replay(image, idempotency, engine::freshCommandId)) {
            case Decision.Replayed(Remembered.Outcome first) ->
                new Undone(first.revision(), first.changed(), List.of(), true);
            case Decision.Rejected(Failure failure) -> throw failure.toException();
            case null, default -> null;
        };
    }

    private Undone fresh(Undo undo, Image image) {
        Precondition precondition =
                undo.ifRevision() == null ? new Precondition.None() : new Precondition.Document(undo.ifRevision());
        if (!precondition.holdsFor(image)) {
            throw Conflicts.precondition(image, precondition, List.of()).toException();
        }
        TakeBacks.Plan plan = TakeBacks.plan(engine.history(), image, undo);
        Change.TakeBack change = plan.change();
        return change == null
                ? new Undone(image.revision(), Collections.emptySortedSet(), List.of(), false)
                : execute(undo, change, plan.reverted());
    }

    private Undone execute(Undo undo, Change.TakeBack change, List<Reverted> reverted) {
        SortedSet<String> none = Collections.emptySortedSet();
        return switch (engine.execute(Command.of(id, principal, undo.commandId(), change))) {
            case Pending.Outcome.Committed(Image after, Event event) ->
                new Undone(after.revision(), event.keys(), reverted, false);
            case Pending.Outcome.Unchanged(Image image) -> new Undone(image.revision(), none, List.of(), false);
            case Pending.Outcome.Replayed(Image image, Remembered.Outcome first) ->
                new Undone(first.revision(), first.changed(), List.of(), true);
            case Pending.Outcome.Refused(Failure failure) -> throw failure.toException();
        };
    }

    private static void check(Undo undo) {
        CommandIds.checked(undo.commandId());
        int steps = switch (undo.target()) {
            case Undo.Last(int count) -> count;
            case Undo.Redo(int count) -> count;
            case Undo.Restore restore -> 1;
            case Undo.One one -> 1;
        };
        if (steps < 1 || steps > MOST_STEPS) {
            throw Failure.invalid("steps", "steps is 1 to " + MOST_STEPS + ".").toException();
        }
    }
}

package dev.holdfast.engine;

import org.jspecify.annotations.Nullable;

/**
 * What to take back, bring back or restore. Bound to the document that is found when it begins: if that changes before
 * it is done, it is a conflict and never tried again by itself.
 *
 * @param target what to do
 * @param ifRevision only if no event after this revision changed the document
 * @param commandId the caller's id, for retries
 */
public record Undo(
        Target target, @Nullable Long ifRevision, @Nullable String commandId) {
    private static final int MOST_STEPS = 1_000;

    /** @throws HoldfastException {@code invalid} if the steps are not 1 to 1,000, or the id is malformed */
    public Undo {
        int steps = switch (target) {
            case Last(int count) -> count;
            case Redo(int count) -> count;
            case Restore restore -> 1;
            case One one -> 1;
        };
        if (steps < 1 || steps > MOST_STEPS) {
            throw Failure.invalid("steps", "steps is 1 to " + MOST_STEPS + ".").toException();
        }
        CommandIds.checked(commandId);
    }

    /** What to do; made by the factories of {@link Undo}. */
    public sealed interface Target permits Last, Redo, Restore, One {}

    /** Take back the latest changes that were not undone yet, as many as there are up to {@code steps}. */
    public record Last(int steps) implements Target {}

    /** Bring back what was undone last, as much as there is up to {@code steps}. */
    public record Redo(int steps) implements Target {}

    /** Make the document what it was at a revision. */
    public record Restore(long revision) implements Target {}

    /** Take back the change made at one revision, whatever came later, if its keys have not changed since. */
    public record One(long revision) implements Target {}

    public static Undo last(int steps) {
        return new Undo(new Last(steps), null, null);
    }

    public static Undo redo(int steps) {
        return new Undo(new Redo(steps), null, null);
    }

    public static Undo restore(long revision) {
        return new Undo(new Restore(revision), null, null);
    }

    public static Undo event(long revision) {
        return new Undo(new One(revision), null, null);
    }

    public Undo ifRevision(long revision) {
        return new Undo(target, revision, commandId);
    }

    public Undo commandId(@Nullable String id) {
        return new Undo(target, ifRevision, id);
    }
}

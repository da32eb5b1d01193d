package dev.holdfast.engine;

import org.jspecify.annotations.Nullable;

/**
 * What to undo, redo or restore. It is worked out on the document that is found when it begins: if that changes before
 * it is done, it throws {@code conflict} and is not tried again. Immutable.
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

    /** What to do, made by the factories of {@link Undo}. */
    public sealed interface Target permits Last, Redo, Restore, One {}

    /** Undo the latest changes that are not undone yet, up to {@code steps} of them. */
    public record Last(int steps) implements Target {}

    /** Redo the changes that were undone last, up to {@code steps} of them. */
    public record Redo(int steps) implements Target {}

    /** Restore the document as it was at a revision. */
    public record Restore(long revision) implements Target {}

    /** Undo the change made at one revision, even if others followed, if its keys have not changed since. */
    public record One(long revision) implements Target {}

    /**
     * Undoes the latest changes, up to {@code steps} of them.
     *
     * @throws HoldfastException {@code invalid} if the steps are not 1 to 1,000
     */
    public static Undo last(int steps) {
        return new Undo(new Last(steps), null, null);
    }

    /**
     * Redoes what was undone last, up to {@code steps} of them.
     *
     * @throws HoldfastException {@code invalid} if the steps are not 1 to 1,000
     */
    public static Undo redo(int steps) {
        return new Undo(new Redo(steps), null, null);
    }

    /** Restores the document as it was at a revision. */
    public static Undo restore(long revision) {
        return new Undo(new Restore(revision), null, null);
    }

    /** Undoes the change made at one revision. */
    public static Undo event(long revision) {
        return new Undo(new One(revision), null, null);
    }

    /** The same, refused with {@code conflict} if an event after this revision changed the document. */
    public Undo ifRevision(long revision) {
        return new Undo(target, revision, commandId);
    }

    /**
     * The same with an id for retries.
     *
     * @throws HoldfastException {@code invalid} if the id is malformed
     */
    public Undo commandId(@Nullable String id) {
        return new Undo(target, ifRevision, id);
    }
}

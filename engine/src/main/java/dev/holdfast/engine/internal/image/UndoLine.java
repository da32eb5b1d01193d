package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Cause;
import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import org.jspecify.annotations.Nullable;
import org.pcollections.ConsPStack;
import org.pcollections.PStack;

/**
 * The events that can be undone, latest first, and the undone events that can be redone, last undone first.
 *
 * <p>Undoable events mostly follow one another, so they are kept as runs of revisions: a million plain writes are one
 * run.
 */
public record UndoLine(PStack<Run> done, PStack<Long> undone) {
    static final UndoLine EMPTY = new UndoLine(ConsPStack.empty(), ConsPStack.empty());

    /** Consecutive undoable revisions, both ends included. */
    record Run(long from, long to) {}

    /** The line after an event. */
    UndoLine after(Event event, boolean changesDocument) {
        return switch (event.cause()) {
            case Cause.Undoes(var revisions) -> {
                UndoLine line = this;
                for (long revision : revisions) {
                    line = line.undo(revision);
                }
                yield line;
            }
            case Cause.Redoes(var revisions) -> {
                UndoLine line = this;
                for (long revision : revisions) {
                    line = line.redo(revision);
                }
                yield line;
            }
            case Cause.Restores restores -> written(event.revision());
            case Cause.Merged merged -> changesDocument ? written(event.revision()) : this;
            case Cause.Scheduled scheduled -> changesDocument ? written(event.revision()) : this;
            case Cause.Forked forked -> this;
            case null -> changesDocument && isUndoable(event) ? written(event.revision()) : this;
        };
    }

    /**
     * The first document came with the state, and lapsed keys ended by time; neither is a change that a caller can
     * undo.
     */
    private static boolean isUndoable(Event event) {
        return event.type() != EventType.CREATED && event.type() != EventType.LAPSED;
    }

    /** A new change: it can be undone, and what was undone before can no longer be redone. */
    UndoLine written(long revision) {
        return new UndoLine(push(done, revision), ConsPStack.empty());
    }

    /** An event was undone. */
    public UndoLine undo(long revision) {
        return new UndoLine(remove(done, revision), undone.plus(revision));
    }

    /** An undone event was redone. */
    public UndoLine redo(long revision) {
        return new UndoLine(push(done, revision), undone.minus(Long.valueOf(revision)));
    }

    /** The latest event not yet undone; null if there is none. */
    public @Nullable Long last() {
        return done.isEmpty() ? null : done.getFirst().to();
    }

    /** The event undone last; null if there is none. */
    public @Nullable Long lastUndone() {
        return undone.isEmpty() ? null : undone.getFirst();
    }

    public boolean canUndo(long revision) {
        return done.stream().anyMatch(run -> run.from() <= revision && revision <= run.to());
    }

    private static PStack<Run> push(PStack<Run> runs, long revision) {
        if (!runs.isEmpty() && runs.getFirst().to() + 1 == revision) {
            return runs.minus(0).plus(new Run(runs.getFirst().from(), revision));
        }
        return runs.plus(new Run(revision, revision));
    }

    private static PStack<Run> remove(PStack<Run> runs, long revision) {
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            if (run.from() <= revision && revision <= run.to()) {
                return split(runs.minus(i), i, run, revision);
            }
        }
        return runs;
    }

    private static PStack<Run> split(PStack<Run> rest, int at, Run run, long revision) {
        PStack<Run> runs = rest;
        if (run.from() < revision) {
            runs = runs.plus(at, new Run(run.from(), revision - 1));
        }
        if (revision < run.to()) {
            runs = runs.plus(at, new Run(revision + 1, run.to()));
        }
        return runs;
    }
}

package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Cause;
import dev.holdfast.engine.Event;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pcollections.ConsPStack;
import org.pcollections.PStack;
import org.pcollections.TreePMap;

/**
 * The events that can be undone, latest first, and the undone events that can be redone, last undone first.
 *
 * <p>Undoable events mostly follow one another, so they are kept as runs of revisions: a million plain writes are one
 * run. Any of them can be undone, so each is found by its revision without a look at the others.
 *
 * @param done the last revision of each run, by its place
 * @param turns at which turn each run was done, by its first revision
 * @param undone the undone events
 */
public record UndoLine(TreePMap<Place, Long> done, TreePMap<Long, Long> turns, PStack<Long> undone) {
    static final UndoLine EMPTY = new UndoLine(TreePMap.empty(), TreePMap.empty(), ConsPStack.empty());

    /** Consecutive undoable revisions, both ends included. */
    record Run(long from, long to) {}

    /**
     * Where a run stands. An event that is redone comes after all others, whatever its revision; the parts that are
     * left of a run stay where it was.
     */
    record Place(long turn, long from) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparingLong(Place::turn).thenComparingLong(Place::from);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /** A line of these runs, latest first. */
    static UndoLine of(List<Run> runs, PStack<Long> undone) {
        UndoLine line = new UndoLine(TreePMap.empty(), TreePMap.empty(), undone);
        for (Run run : runs.reversed()) {
            line = line.plus(line.nextTurn(), run);
        }
        return line;
    }

    /** The runs, latest first. */
    List<Run> runs() {
        return done.descendingMap().entrySet().stream()
                .map(run -> new Run(run.getKey().from(), run.getValue()))
                .toList();
    }

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
            case Cause.Sent sent -> written(event.revision());
            case Cause.Resolves resolves -> this;
            case Cause.Advanced advanced -> this;
            case null -> changesDocument && isUndoable(event) ? written(event.revision()) : this;
        };
    }

    /**
     * The first document came with the state, lapsed keys ended by time, and a machine that is set starts: none is a
     * change that a caller can undo.
     */
    private static boolean isUndoable(Event event) {
        return switch (event.type()) {
            case CREATED, LAPSED, CONFIGURED -> false;
            default -> true;
        };
    }

    /** A new change: it can be undone, and what was undone before can no longer be redone. */
    UndoLine written(long revision) {
        UndoLine pushed = pushed(revision);
        return new UndoLine(pushed.done, pushed.turns, ConsPStack.empty());
    }

    /** An event was undone. */
    public UndoLine undo(long revision) {
        UndoLine removed = removed(revision);
        return new UndoLine(removed.done, removed.turns, undone.plus(revision));
    }

    /** An undone event was redone. */
    public UndoLine redo(long revision) {
        UndoLine pushed = pushed(revision);
        return new UndoLine(pushed.done, pushed.turns, undone.minus(Long.valueOf(revision)));
    }

    /** The latest event not yet undone; null if there is none. */
    public @Nullable Long last() {
        return done.isEmpty() ? null : done.lastEntry().getValue();
    }

    /** The event undone last; null if there is none. */
    public @Nullable Long lastUndone() {
        return undone.isEmpty() ? null : undone.getFirst();
    }

    public boolean canUndo(long revision) {
        return runOf(revision) != null;
    }

    private @Nullable Run runOf(long revision) {
        Map.Entry<Long, Long> turn = turns.floorEntry(revision);
        if (turn == null) {
            return null;
        }
        Long to = done.get(new Place(turn.getValue(), turn.getKey()));
        return to == null || to < revision ? null : new Run(turn.getKey(), to);
    }

    private long nextTurn() {
        return done.isEmpty() ? 1 : done.lastKey().turn() + 1;
    }

    private UndoLine pushed(long revision) {
        Map.Entry<Place, Long> last = done.isEmpty() ? null : done.lastEntry();
        return last != null && last.getValue() + 1 == revision
                ? new UndoLine(done.plus(last.getKey(), revision), turns, undone)
                : plus(nextTurn(), new Run(revision, revision));
    }

    private UndoLine removed(long revision) {
        Run run = runOf(revision);
        if (run == null) {
            return this;
        }
        long turn = Objects.requireNonNull(turns.get(run.from()));
        UndoLine line = new UndoLine(done.minus(new Place(turn, run.from())), turns.minus(run.from()), undone);
        if (run.from() < revision) {
            line = line.plus(turn, new Run(run.from(), revision - 1));
        }
        return revision < run.to() ? line.plus(turn, new Run(revision + 1, run.to())) : line;
    }

    /** Turns only order the runs: a line that was read from a base counts them anew, without the gaps. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UndoLine line && runs().equals(line.runs()) && undone.equals(line.undone);
    }

    @Override
    public int hashCode() {
        return Objects.hash(runs(), undone);
    }

    private UndoLine plus(long turn, Run run) {
        return new UndoLine(done.plus(new Place(turn, run.from()), run.to()), turns.plus(run.from(), turn), undone);
    }
}

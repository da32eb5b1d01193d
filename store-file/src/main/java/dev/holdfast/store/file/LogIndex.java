package dev.holdfast.store.file;

import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of the log as far as it was read, without the events themselves: a fold over its records in order.
 * Folding in a record twice changes nothing. Guarded by the lock of its client.
 */
final class LogIndex {
    private StateTable states;
    private final Segments segments = new Segments();
    private final List<DamagedRange> damages = new ArrayList<>();

    /** The spot up to which the log was read, and the number of the last record there. */
    long end;

    long newest;

    /** The {@linkplain Noticeboard#generation generation} of the segments as they are known here. */
    long generation;

    /** The highest number of a record that was truncated, erased or damaged: the feed reaches back no further. */
    long newestRemoved;

    /** The index of a log of which nothing was read. */
    LogIndex() {
        this(SavedStates.NONE);
    }

    /** An index that begins with the states of a checkpoint. */
    LogIndex(SavedStates saved) {
        this.states = new StateTable(saved);
    }

    StateTable states() {
        return states;
    }

    /** Goes on with other tables, of the same states. */
    void adopt(StateTable same) {
        states = same;
    }

    Segments segments() {
        return segments;
    }

    /** The damages found so far. */
    List<DamagedRange> damages() {
        return damages;
    }

    Segment segment(long spot) {
        Segment segment = segments.find(Spot.segment(spot));
        if (segment == null) {
            throw new IllegalStateException("there is no segment " + Spot.segment(spot));
        }
        return segment;
    }

    /** The segment that records are appended to. */
    Segment active() {
        return segments.last();
    }

    /** The entry of a state, for reading only; null if there is none. */
    @Nullable IndexedState state(StateId id) {
        return states.find(id);
    }

    /** Folds in a record whose line begins at a spot and is {@code length} bytes long. */
    void apply(LogRecord record, long spot, int length) {
        newest = Math.max(newest, record.place().number());
        segment(spot).total += length;
        switch (record) {
            case LogRecord.Committed committed -> commit(committed, spot, length);
            case LogRecord.Based based -> base(based, spot, length);
            case LogRecord.Erased erased -> erase(erased);
        }
    }

    private void commit(LogRecord.Committed record, long spot, int length) {
        IndexedState state = state(record);
        long revision = record.revision();
        if (state.revision >= revision) {
            return;
        }
        if (state.revision + 1 < revision) {
            state.missing = revision - 1;
            drop(state, state.count(), false);
        }
        state.revision = revision;
        state.hash = record.commit().hash();
        header(record, state, record.header());
        state.add(spot, length, IndexedState.finder(record.commit().command()));
    }

    private void base(LogRecord.Based record, long spot, int length) {
        newestRemoved = Math.max(newestRemoved, record.removed());
        IndexedState state = state(record);
        if ((state.erased() && state.revision > 0) || state.baseRevision >= record.revision()) {
            return;
        }
        dropBase(state, false);
        state.baseRevision = record.revision();
        state.baseSpot = spot;
        state.baseLength = length;
        drop(state, Math.clamp(record.revision() - state.first() + 1, 0, state.count()), false);
        if (state.revision <= record.revision()) {
            state.revision = record.revision();
            state.hash = record.base().hash();
            header(record, state, record.header());
        }
    }

    private void erase(LogRecord.Erased record) {
        newestRemoved = Math.max(newestRemoved, record.removed());
        IndexedState state = state(record);
        dropBase(state, true);
        drop(state, state.count(), true);
        state.revision = record.revision();
        state.hash = record.hash();
        header(record, state, null);
    }

    private void header(LogRecord record, IndexedState state, @Nullable StateHeader header) {
        boolean counts = record.place().number() > states.saved().counted();
        states.header(record.state(), state, header, counts);
    }

    private IndexedState state(LogRecord record) {
        IndexedState state = states.changeOrAdd(record.state());
        state.changedBy = Math.max(state.changedBy, record.place().number());
        return state;
    }

    private void dropBase(IndexedState state, boolean erased) {
        if (state.baseRevision > 0) {
            dead(state.baseSpot, state.baseLength, erased);
        }
        state.baseRevision = 0;
    }

    private void drop(IndexedState state, int commits, boolean erased) {
        for (int i = 0; i < commits; i++) {
            dead(state.spot(i), state.length(i), erased);
        }
        state.removeFirst(commits);
    }

    private void dead(long spot, int length, boolean erased) {
        Segment segment = segments.find(Spot.segment(spot));
        if (segment != null) { // Else another client rewrote it already without the record.
            segment.dead += length;
            segment.erased += erased ? length : 0;
        }
    }

    /** Lets every unreachable record count as one of an erased state, which is removed at the next occasion. */
    boolean purgeAll() {
        segments.all().forEach(segment -> segment.erased = segment.dead);
        return true;
    }

    /** Notes damage, and marks the states that lost revisions by it, as far as they are known. */
    void damaged(DamagedRange damage) {
        damages.add(damage);
        newestRemoved = Math.max(newestRemoved, damage.lastNumber());
        newest = Math.max(newest, damage.lastNumber());
        for (DamagedRange.Lost record : damage.records()) {
            IndexedState state = states.changeOrAdd(record.state());
            if (state.revision == 0 && state.header == null) {
                states.header(record.state(), state, DamagedRange.UNKNOWN, false);
            }
            state.missing = Math.max(state.missing, record.revision());
        }
    }

    /** Whether a record can still be reached. Records not read yet count as reachable. */
    boolean isLive(LogRecord record) {
        IndexedState state = states.find(record.state());
        if (state == null) {
            return true;
        }
        return switch (record) {
            case LogRecord.Committed committed -> !state.erased() && committed.revision() > state.baseRevision;
            case LogRecord.Based based -> !state.erased() && based.revision() >= state.baseRevision;
            case LogRecord.Erased erased -> true;
        };
    }

    /** Notes where a record is after its segment was rewritten. */
    void moved(LogRecord record, long spot, int length) {
        segment(spot).total += length;
        if (record instanceof LogRecord.Erased) {
            return; // Nothing leads to its place.
        }
        IndexedState state = states.change(record.state());
        if (state == null || !isLive(record)) {
            dead(spot, length, state != null && state.erased());
            return;
        }
        switch (record) {
            case LogRecord.Committed committed -> {
                long index = committed.revision() - state.first();
                if (index >= 0 && index < state.count()) {
                    state.moved((int) index, spot);
                }
            }
            case LogRecord.Based based -> state.baseSpot = spot;
            case LogRecord.Erased erased -> {}
        }
    }

    /** The header to list a state by; null if the state is erased, or known only by its damage. */
    static @Nullable StateHeader listed(IndexedState state) {
        return DamagedRange.UNKNOWN.equals(state.header) ? null : state.header;
    }
}

package dev.holdfast.store.file;

import dev.holdfast.engine.local.HeaderSearch;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions about states from an index and its records. Every record's checksum is verified when it is read.
 */
final class LogReader {
    private LogReader() {}

    static Head head(LogIndex index, StateId id) {
        IndexedState state = sound(index, id);
        return state == null ? Head.ABSENT : state.head();
    }

    static CommitPage read(LogIndex index, StateId id, long fromRevision, int maxCommits, int maxBytes)
            throws IOException {
        IndexedState state = sound(index, id);
        if (state == null || state.erased()) {
            return new CommitPage(null, List.of(), false);
        }
        Base base = fromRevision <= state.baseRevision ? base(index, id, state) : null;
        int i = (int) Math.min(state.count(), Math.max(0, fromRevision - state.first()));
        int end = (int) Math.min(state.count(), (long) i + maxCommits);
        ReadAhead lines = new ReadAhead(index, state, end);
        List<Commit> commits = new ArrayList<>();
        long bytes = 0;
        for (; i < end; i++) {
            Commit commit = committed(lines.line(i), id, state.first() + i).commit();
            bytes += commit.event().length();
            if (bytes > maxBytes && !commits.isEmpty()) {
                break;
            }
            commits.add(commit);
        }
        return new CommitPage(base, commits, i < state.count());
    }

    static OptionalLong find(LogIndex index, StateId id, CommandKey command) throws IOException {
        IndexedState state = sound(index, id);
        if (state == null) {
            return OptionalLong.empty();
        }
        int finder = IndexedState.finder(command);
        for (int i = state.count() - 1; i >= 0; i--) {
            if (state.finder(i) == finder
                    && command.equals(commit(index, id, state, i).command())) {
                return OptionalLong.of(state.first() + i);
            }
        }
        return OptionalLong.empty();
    }

    static StatePage list(LogIndex index, HeaderFilter filter, @Nullable StateId after, int max) {
        HeaderSearch search = new HeaderSearch(filter, after);
        Iterator<StateId> found = search.candidates(index.states()::keysFrom);
        List<StateId> unreadable = new ArrayList<>();
        StatePage page = search.page(
                found == null ? index.states().ids(after) : found, id -> listed(index, id, unreadable::add), max);
        return new StatePage(page.states(), page.next(), unreadable);
    }

    /** @param unreadable told of a state that is known only by its damage */
    private static StatePage.@Nullable Listed listed(LogIndex index, StateId id, Consumer<StateId> unreadable) {
        IndexedState state = index.state(id);
        StateHeader header = state == null ? null : LogIndex.listed(state);
        if (state != null && header == null && state.damaged()) {
            unreadable.accept(id);
        }
        return state == null || header == null ? null : new StatePage.Listed(id, state.revision, header);
    }

    /** The record of a commit that is kept. */
    static LogRecord.Committed committed(LogIndex index, StateId id, IndexedState state, int i) throws IOException {
        byte[] line = index.segment(state.spot(i)).bytes(Spot.offset(state.spot(i)), state.length(i));
        return committed(line, id, state.first() + i);
    }

    private static LogRecord.Committed committed(byte[] line, StateId id, long revision) {
        if (record(line, id, revision) instanceof LogRecord.Committed committed) {
            return committed;
        }
        throw unreadable(id, revision);
    }

    private static Commit commit(LogIndex index, StateId id, IndexedState state, int i) throws IOException {
        return committed(index, id, state, i).commit();
    }

    private static Base base(LogIndex index, StateId id, IndexedState state) throws IOException {
        byte[] line = index.segment(state.baseSpot).bytes(Spot.offset(state.baseSpot), state.baseLength);
        if (record(line, id, state.baseRevision) instanceof LogRecord.Based based) {
            return based.base();
        }
        throw unreadable(id, state.baseRevision);
    }

    private static LogRecord record(byte[] line, StateId id, long revision) {
        if (!Lines.isSound(line)) {
            throw unreadable(id, revision);
        }
        LogRecord record = Lines.read(line);
        if (!record.state().equals(id) || record.revision() != revision) {
            throw unreadable(id, revision);
        }
        return record;
    }

    /** The entry of a state, which must not be damaged; null if there is none. */
    static @Nullable IndexedState sound(LogIndex index, StateId id) {
        IndexedState state = index.state(id);
        if (state != null && state.damaged()) {
            throw AppendPlan.damaged(id, state);
        }
        return state;
    }

    private static StoreUnavailableException unreadable(StateId id, long revision) {
        return StoreUnavailableException.damaged(id, revision);
    }
}

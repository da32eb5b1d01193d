package dev.holdfast.store.file;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ways to change a log. The caller has the turn and runs on the one thread that writes. */
final class LogChanges {
    private final LogFolder folder;
    private final LogWriter writer;
    private final SnapshotFiles snapshots;
    private final long maxCommitBytes;

    LogChanges(LogFolder folder, LogWriter writer, SnapshotFiles snapshots, long maxCommitBytes) {
        this.folder = folder;
        this.writer = writer;
        this.snapshots = snapshots;
        this.maxCommitBytes = maxCommitBytes;
    }

    List<AppendResult> append(List<Append> batch) throws IOException {
        AppendPlan plan = folder.ask(index -> AppendPlan.of(index, maxCommitBytes, batch));
        if (plan.records().isEmpty()) {
            return plan.results();
        }
        try {
            writer.write(plan.records());
            return plan.results();
        } catch (IOException | StoreUnavailableException e) {
            return plan.results(
                    writer.isSound()
                            ? new AppendResult.NotAttempted(unavailable(e))
                            : new AppendResult.Indeterminate(unavailable(e)));
        }
    }

    private static StoreUnavailableException unavailable(Exception e) {
        return e instanceof StoreUnavailableException lost ? lost : StoreUnavailableException.failed("writing", e);
    }

    /** Returns false, having changed nothing, if the log has no commit with the base's revision and hash. */
    boolean truncate(StateId id, long upTo, Base base) throws IOException {
        LogRecord.Based record = folder.ask(index -> based(index, id, upTo, base));
        if (record != null) {
            writer.write(List.of(record));
        }
        return record != null;
    }

    private static LogRecord.@Nullable Based based(LogIndex index, StateId id, long upTo, Base base)
            throws IOException {
        IndexedState state = LogReader.sound(index, id);
        if (state == null || state.header == null || upTo < state.first() || upTo > state.revision) {
            return null;
        }
        LogRecord.Committed replaced = LogReader.committed(index, id, state, (int) (upTo - state.first()));
        boolean fits =
                base.revision() == upTo && base.hash().equals(replaced.commit().hash());
        return fits
                ? new LogRecord.Based(
                        next(index), id, base, state.header, replaced.place().number())
                : null;
    }

    /** Makes a state begin with a base; returns false, having changed nothing, if it exists or existed. */
    boolean begin(StateId id, Base base, StateHeader header) throws IOException {
        LogRecord.Based record = folder.ask(index -> LogReader.sound(index, id) == null
                ? new LogRecord.Based(next(index), id, base, header, index.newest + 1)
                : null);
        if (record != null) {
            writer.write(List.of(record));
        }
        return record != null;
    }

    /** Erases a state if its revision is as expected; returns whether it did. */
    boolean erase(StateId id, long expected) throws IOException {
        LogRecord.Erased record = folder.ask(index -> erased(index, id, expected));
        if (record != null) {
            // Snapshots first: a crash in between then loses a cache, but never leaves data of a state reported as
            // erased.
            snapshots.erase(id);
            writer.write(List.of(record));
        }
        return record != null;
    }

    private static LogRecord.@Nullable Erased erased(LogIndex index, StateId id, long expected) throws IOException {
        IndexedState state = LogReader.sound(index, id);
        if (state == null || state.erased() || state.revision != expected) {
            return null;
        }
        int last = state.count() - 1;
        long removed = last < 0
                ? 0
                : LogReader.committed(index, id, state, last).place().number();
        return new LogRecord.Erased(next(index), id, state.revision, state.hash, removed);
    }

    private static LogRecord.Place next(LogIndex index) {
        return new LogRecord.Place(index.newest + 1, index.newest + 1);
    }
}

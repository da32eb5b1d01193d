package dev.holdfast.store.file;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Decides a batch: the outcome of each append, given those before it in the batch, and the records to write. */
final class AppendPlan {
    private final LogIndex index;
    private final long maxCommitBytes;
    private final Map<StateId, Progress> states = new HashMap<>();
    private final List<AppendResult> results = new ArrayList<>();
    private final List<LogRecord> records = new ArrayList<>();

    /** How far one state has come in this batch. */
    private static final class Progress {
        private final @Nullable IndexedState state;
        private long revision;
        private boolean failed;

        Progress(@Nullable IndexedState state) {
            this.state = state;
            this.revision = state == null ? 0 : state.revision;
        }
    }

    private AppendPlan(LogIndex index, long maxCommitBytes) {
        this.index = index;
        this.maxCommitBytes = maxCommitBytes;
    }

    static AppendPlan of(LogIndex index, long maxCommitBytes, List<Append> batch) {
        AppendPlan plan = new AppendPlan(index, maxCommitBytes);
        batch.forEach(plan::add);
        return plan;
    }

    /** The outcomes if the records can be stored. */
    List<AppendResult> results() {
        return results;
    }

    /** The outcomes if the records cannot be stored. */
    List<AppendResult> results(AppendResult instead) {
        return results.stream()
                .map(result -> result instanceof AppendResult.Appended ? instead : result)
                .toList();
    }

    List<LogRecord> records() {
        return records;
    }

    private void add(Append append) {
        Progress state = states.computeIfAbsent(append.state(), id -> new Progress(index.state(id)));
        AppendResult result = outcome(state, append);
        results.add(result);
        if (result instanceof AppendResult.Appended) {
            state.revision++;
            LogRecord.Place place = new LogRecord.Place(index.newest + records.size() + 1, index.newest + 1);
            records.add(new LogRecord.Committed(place, append.state(), append.commit(), append.header()));
        } else {
            state.failed = true;
        }
    }

    private AppendResult outcome(Progress progress, Append append) {
        IndexedState state = progress.state;
        if (progress.failed) {
            return AppendResult.NotAttempted.afterOneThatFailed();
        } else if (state != null && state.damaged()) {
            return new AppendResult.NotAttempted(damaged(append.state(), state));
        } else if (state != null && state.erased()) {
            return new AppendResult.Gone();
        } else if (progress.revision != append.expected()) {
            return new AppendResult.Conflict(OptionalLong.of(progress.revision));
        } else if (append.commit().event().length() > maxCommitBytes) {
            return new AppendResult.TooLarge(maxCommitBytes);
        }
        return AppendResult.APPENDED;
    }

    static StoreUnavailableException damaged(StateId id, IndexedState state) {
        return StoreUnavailableException.damaged(id, state.missing);
    }
}

package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Holding;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A batch of appends on its way into the tables, within one transaction. */
final class AppendTransaction {
    private final LogTables tables;
    private final long maxCommitBytes;
    private final Map<StateId, Progress> states = new HashMap<>();
    private long position;

    /** A state of the batch: its key, and its head after the appends so far. */
    private static final class Progress {
        private long key;
        private long revision;
        private boolean erased;
        private boolean failed;
        private @Nullable Append unwritten;
        private @Nullable StateHeader last;
        private @Nullable String owner;
        private Holding held = Holding.NONE;

        private Progress(LogTables.@Nullable StateRow row) {
            if (row != null) {
                key = row.key();
                revision = row.revision();
                erased = row.erased();
                owner = row.owner();
                held = row.held();
            }
        }
    }

    private AppendTransaction(LogTables tables, long maxCommitBytes, long position) {
        this.tables = tables;
        this.maxCommitBytes = maxCommitBytes;
        this.position = position;
    }

    /**
     * Appends what is valid, and returns one result per element. The results hold only once the transaction commits.
     */
    static List<AppendResult> run(LogTables tables, long maxCommitBytes, List<Append> batch) throws SQLException {
        AppendTransaction transaction = new AppendTransaction(tables, maxCommitBytes, tables.newestPosition());
        List<AppendResult> results = new ArrayList<>(batch.size());
        for (Append append : batch) {
            results.add(transaction.append(append));
        }
        transaction.finish();
        return results;
    }

    private AppendResult append(Append append) throws SQLException {
        Progress state = states.get(append.state());
        if (state == null) {
            state = new Progress(tables.state(append.state()));
            states.put(append.state(), state);
        }
        AppendResult result = outcome(state, append);
        if (!(result instanceof AppendResult.Appended)) {
            state.failed = true;
            return result;
        }
        if (state.revision == 0) {
            state.key = tables.insertState(
                    append.state(),
                    append.header(),
                    append.commit().revision(),
                    append.commit().hash());
        } else {
            state.unwritten = append;
        }
        state.last = append.header();
        position++;
        tables.insertCommit(position, state.key, append.commit());
        state.revision = append.commit().revision();
        return result;
    }

    private AppendResult outcome(Progress state, Append append) {
        if (state.failed) {
            return AppendResult.NotAttempted.afterOneThatFailed();
        } else if (state.erased) {
            return new AppendResult.Gone();
        } else if (state.revision != append.expected()) {
            return new AppendResult.Conflict(OptionalLong.of(state.revision));
        } else if (append.commit().event().length() > maxCommitBytes) {
            return new AppendResult.TooLarge(maxCommitBytes);
        }
        return AppendResult.APPENDED;
    }

    /** Updates each state's row once, however many commits the batch holds, and so what each owner has. */
    private void finish() throws SQLException {
        Map<String, Holding> gained = new TreeMap<>();
        for (Progress state : states.values()) {
            if (state.unwritten != null) {
                tables.updateState(state.key, state.unwritten);
            }
            if (state.last != null) {
                if (state.owner != null) {
                    gained.merge(state.owner, Holding.NONE.minus(state.held), Holding::plus);
                }
                gained.merge(state.last.owner(), Holding.of(state.last), Holding::plus);
            }
        }
        for (Map.Entry<String, Holding> owner : gained.entrySet()) {
            tables.addToHolding(owner.getKey(), owner.getValue());
        }
    }
}

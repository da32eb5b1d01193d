package dev.holdfast.store.jdbc;

import dev.holdfast.engine.local.FeedWait;
import dev.holdfast.engine.local.ForeignChanges;
import dev.holdfast.engine.local.TurnFile;
import dev.holdfast.engine.local.TurnTaking;
import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.CursorExpiredException;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.SnapshotStore;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.engine.spi.StoreInfo;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.spi.Turn;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A client of a store in a SQLite file. */
final class SqliteLog implements CommitLog {
    private final StoreInfo info;
    private final TurnFile turnFile;
    private final TurnTaking turns;
    private final ForeignChanges foreign;
    private final Writer writer;
    private final Readers readers;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SqliteLog(SqliteOpening opening, SqliteConnector connector) {
        this.info = opening.info();
        this.turnFile = opening.turnFile();
        Duration patience = connector.options().turnTimeout();
        this.turns = new TurnTaking(() -> turnFile.acquire(patience)::release);
        this.foreign = new ForeignChanges(turnFile.changes());
        this.writer = new Writer(opening.session(), foreign, turnFile.wakeups(), opening.threads());
        this.readers = new Readers(opening.file().path(), connector);
    }

    static CommitLog open(Path file, SqliteConnector connector) {
        return new SqliteLog(SqliteOpening.of(file, connector), connector);
    }

    @Override
    public StoreInfo info() {
        return info;
    }

    @Override
    public Turn turn() {
        requireUsable();
        return turns.take();
    }

    @Override
    public long epoch() {
        return foreign.epoch();
    }

    @Override
    public List<AppendResult> append(List<Append> batch) {
        requireUsable();
        if (batch.isEmpty()) {
            return List.of();
        }
        return turns.within(() -> writer.append(batch, info.maxCommitBytes()));
    }

    @Override
    public CommitPage read(StateId id, long fromRevision, int maxCommits, int maxBytes, Consistency consistency) {
        return ask(session -> new LogTables(session).read(id, fromRevision, maxCommits, maxBytes));
    }

    @Override
    public Head head(StateId id, Consistency consistency) {
        return ask(session -> new LogTables(session).head(id));
    }

    @Override
    public OptionalLong find(StateId id, CommandKey command) {
        return ask(session -> new LogTables(session).find(id, command));
    }

    @Override
    public StatePage list(int shard, HeaderFilter filter, @Nullable StateId after, int max) {
        Objects.checkIndex(shard, info.shards());
        return ask(session -> ListStatement.page(session, filter, after, max));
    }

    @Override
    public FeedPage feed(int shard, Cursor after, int maxCommits, Duration wait) {
        Objects.checkIndex(shard, info.shards());
        return new FeedWait(turnFile.wakeups(), turnFile.changes())
                .page(after, wait, from -> ask(session -> page(new LogTables(session), from, maxCommits)));
    }

    private FeedPage page(LogTables tables, Cursor after, int maxCommits) throws SQLException {
        if (after.equals(Cursor.LATEST)) {
            return new FeedPage(List.of(), Cursor.after(info.id(), tables.newestPosition()));
        }
        long position = after.position(info.id());
        List<LogTables.PlacedEntry> placed = tables.feed(position, maxCommits);
        // Read second: a removal between the two reads expires the cursor too early rather than leaving a gap.
        if (position < tables.newestRemoved()) {
            throw new CursorExpiredException(after);
        }
        long next = placed.isEmpty() ? position : placed.getLast().position();
        return new FeedPage(placed.stream().map(LogTables.PlacedEntry::entry).toList(), Cursor.after(info.id(), next));
    }

    @Override
    public SnapshotStore snapshots() {
        return new SqliteSnapshots(this::ask, change -> {
            requireUsable();
            turns.within(() -> writer.change(change));
        });
    }

    @Override
    public void truncate(StateId id, long upTo, Base base) {
        requireUsable();
        boolean fits = turns.within(() -> writer.change(tables -> {
            LogTables.StateRow state = tables.state(id);
            return base.revision() == upTo && state != null && tables.truncate(state.key(), base);
        }));
        if (!fits) {
            throw new IllegalArgumentException("there is no commit " + upTo + " that the base stands for");
        }
    }

    @Override
    public boolean tombstone(StateId id, long expected) {
        requireUsable();
        return turns.within(() -> writer.change(tables -> {
            LogTables.StateRow state = tables.state(id);
            if (state == null || state.erased() || state.revision() != expected) {
                return false;
            }
            tables.erase(state.key(), id);
            return true;
        }));
    }

    /** Waits for work under way, but not for a turn that is held: its lock is released with the file's last client. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        turnFile.wakeups().raise();
        try {
            readers.close();
            writer.close();
        } catch (SQLException e) {
            throw SqliteError.unavailable("closing", e);
        } finally {
            turnFile.leave();
        }
    }

    private <T> T ask(Readers.Question<T> question) {
        requireUsable();
        return readers.ask(question);
    }

    private void requireUsable() {
        if (closed.get()) {
            throw StoreUnavailableException.closed();
        }
        writer.requireSound();
    }
}

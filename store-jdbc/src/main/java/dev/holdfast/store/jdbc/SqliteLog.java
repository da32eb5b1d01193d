package dev.holdfast.store.jdbc;

import dev.holdfast.engine.local.FeedWait;
import dev.holdfast.engine.local.Footing;
import dev.holdfast.engine.local.ForeignChanges;
import dev.holdfast.engine.local.TurnFile;
import dev.holdfast.engine.local.TurnTaking;
import dev.holdfast.engine.local.WatchedFile;
import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.CursorExpiredException;
import dev.holdfast.engine.spi.Discrepancy;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.Holding;
import dev.holdfast.engine.spi.SnapshotStore;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.engine.spi.StoreInfo;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.spi.Turn;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client of a store in a SQLite file. */
final class SqliteLog implements CommitLog {
    private final StoreInfo info;
    private final TurnFile turnFile;
    private final TurnTaking turns;
    private final ForeignChanges foreign;
    private final Writer writer;
    private final Readers readers;
    private final Footing footing;
    private final TurnFile.User user;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SqliteLog(SqliteOpening opening, Readers readers, Footing footing, Duration patience) {
        this.info = opening.info();
        this.turnFile = opening.turnFile();
        this.readers = readers;
        this.footing = footing;
        this.user = turnFile.enter();
        this.turns = new TurnTaking(() -> acquire(patience));
        this.foreign = new ForeignChanges(turnFile.changes());
        this.writer = new Writer(opening.session(), foreign, footing, turnFile.wakeups(), opening.threads());
    }

    static CommitLog open(Path path, SqliteConnector connector) {
        SqliteOpening opening = SqliteOpening.of(path, connector);
        Readers readers = new Readers(opening.file().path(), connector);
        boolean done = false;
        try {
            Footing footing = footing(opening, connector);
            readers.on(footing);
            SqliteLog log =
                    new SqliteLog(opening, readers, footing, connector.options().turnTimeout());
            done = true;
            return log;
        } catch (IOException e) {
            throw StoreUnavailableException.failed("opening " + path, e);
        } finally {
            if (!done) {
                opening.abandon();
            }
        }
    }

    /** Finds out what the open database stands on. */
    private static Footing footing(SqliteOpening opening, SqliteConnector connector) throws IOException {
        SqliteSizes sizes = new SqliteSizes(connector, opening.file());
        List<WatchedFile> files = opening.file().watch(sizes);
        List<Footing.Part> parts = new ArrayList<>(files);
        parts.addFirst(opening.turnFile().part());
        List<Object> identity = files.stream().map(WatchedFile::identity).toList();
        TurnFile turnFile = opening.turnFile();
        if (!sizes.holdLog()) {
            throw StoreUnavailableException.lost(opening.file().log() + " was deleted, replaced or cut");
        } else if (Footing.isFor(turnFile.memory(), identity)) {
            return Footing.on(turnFile.memory(), identity, turnFile::isUsed, parts);
        }
        TurnFile.Hold turn = turnFile.acquire(connector.options().turnTimeout());
        try {
            return Footing.on(turnFile.memory(), identity, turnFile::isUsed, parts);
        } finally {
            turn.release();
        }
    }

    private Runnable acquire(Duration patience) {
        TurnFile.Hold hold = take(patience);
        boolean done = false;
        try {
            footing.require();
            done = true;
            return hold::release;
        } finally {
            if (!done) {
                hold.release();
            }
        }
    }

    private TurnFile.Hold take(Duration patience) {
        try {
            return turnFile.acquire(patience);
        } catch (StoreUnavailableException e) {
            footing.require(); // If a file is lost, that is the reason to tell.
            throw e;
        }
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
        try {
            return footing.holds() ? foreign.epoch() : UNKNOWN_EPOCH;
        } catch (StoreUnavailableException | InternalError e) {
            return UNKNOWN_EPOCH; // The shared numbers cannot be read; every other call tells why.
        }
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
    public Holding held(int shard, String owner) {
        Objects.checkIndex(shard, info.shards());
        return ask(session -> new LogTables(session).held(owner));
    }

    @Override
    public FeedPage feed(int shard, Cursor after, int maxCommits, Duration wait) {
        Objects.checkIndex(shard, info.shards());
        return new FeedWait(turnFile.wakeups(), turnFile.changes(), footing)
                .page(after, wait, from -> ask(session -> page(new LogTables(session), from, maxCommits)));
    }

    private FeedPage page(LogTables tables, Cursor after, int maxCommits) throws SQLException {
        if (after.equals(Cursor.LATEST)) {
            return new FeedPage(List.of(), Cursor.after(info.id(), tables.newestPosition()));
        }
        long position = after.position(info.id());
        List<LogRows.PlacedEntry> placed = tables.feed(position, maxCommits);
        // Read second: a removal between the two reads expires the cursor too early rather than leaving a gap.
        if (position < tables.newestRemoved()) {
            throw new CursorExpiredException(after);
        }
        long next = placed.isEmpty() ? position : placed.getLast().position();
        return new FeedPage(placed.stream().map(LogRows.PlacedEntry::entry).toList(), Cursor.after(info.id(), next));
    }

    @Override
    public void inspect(Consumer<Discrepancy> found) {
        ask(session -> {
            new Inspection(session, found).run();
            return true;
        });
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

    /** Pages that were written anew are overwritten at once, but the write-ahead log still has them as they were. */
    @Override
    public void purge() {
        requireUsable();
        turns.within(() -> {
            writer.emptyLog();
            return true;
        });
    }

    @Override
    public boolean begin(StateId id, Base base, StateHeader header) {
        requireUsable();
        return turns.within(() -> writer.change(tables -> {
            boolean isNew = tables.state(id) == null;
            if (isNew) {
                tables.begin(id, base, header);
            }
            return isNew;
        }));
    }

    @Override
    public boolean tombstone(StateId id, long expected) {
        requireUsable();
        return turns.within(() -> writer.change(tables -> {
            LogTables.StateRow state = tables.state(id);
            if (state == null || state.erased() || state.revision() != expected) {
                return false;
            }
            tables.erase(state, id);
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
        user.leave(); // First, since closing may delete files that the store stands on.
        try {
            if (stands()) {
                readers.close();
                writer.close();
            }
        } catch (SQLException e) {
            throw SqliteError.unavailable("closing", e);
        } finally {
            turnFile.leave();
        }
    }

    /**
     * Whether the files are still there. If not, the connections are left as they are until the process ends: closing
     * the last one would make SQLite delete the log of that name, which may be another client's by now.
     */
    private boolean stands() {
        try {
            footing.require();
            return true;
        } catch (StoreUnavailableException e) {
            return false;
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
        footing.requireLately();
        writer.requireSound();
    }
}

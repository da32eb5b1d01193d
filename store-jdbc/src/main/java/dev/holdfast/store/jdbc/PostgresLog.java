package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Cursor;
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
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client of a store in PostgreSQL. There is no turn: the row of a shard is locked while its commits are appended, and
 * the check of each append decides which client wins.
 */
final class PostgresLog implements CommitLog {
    private final StoreInfo info;
    private final PostgresPool pool;
    private final PostgresNews news;
    private final AtomicBoolean closed = new AtomicBoolean();

    PostgresLog(StoreInfo info, PostgresPool pool, PostgresNews news) {
        this.info = info;
        this.pool = pool;
        this.news = news;
    }

    @Override
    public StoreInfo info() {
        return info;
    }

    @Override
    public Turn turn() {
        requireOpen();
        return Turn.NONE;
    }

    /** Other clients may commit at any time. */
    @Override
    public long epoch() {
        return UNKNOWN_EPOCH;
    }

    @Override
    public Optional<Instant> time() {
        return Optional.of(ask(PostgresTables::time));
    }

    @Override
    public List<AppendResult> append(List<Append> batch) {
        requireOpen();
        PostgresRuns runs = new PostgresRuns(info, batch);
        if (runs.runs().isEmpty()) {
            return runs.results();
        }
        AtomicBoolean sent = new AtomicBoolean();
        try {
            pool.write(connection -> {
                sent.set(true);
                PostgresAppend.run(connection, runs);
                return true;
            });
            news.tell();
            return runs.results();
        } catch (SQLException e) {
            news.tell(); // It may be there.
            StoreUnavailableException cause = PostgresError.unavailable("writing", e);
            boolean uncertain = sent.get() && PostgresError.leavesOpen(e);
            return runs.failed(
                    uncertain ? new AppendResult.Indeterminate(cause) : new AppendResult.NotAttempted(cause));
        }
    }

    @Override
    public CommitPage read(StateId id, long fromRevision, int maxCommits, int maxBytes, Consistency consistency) {
        return ask(tables -> tables.read(id, fromRevision, maxCommits, maxBytes));
    }

    @Override
    public Head head(StateId id, Consistency consistency) {
        return ask(tables -> tables.head(id));
    }

    @Override
    public List<Head> heads(List<StateId> ids, Consistency consistency) {
        Map<StateId, Head> found = ask(tables -> tables.heads(ids));
        return ids.stream().map(id -> found.getOrDefault(id, Head.ABSENT)).toList();
    }

    @Override
    public OptionalLong find(StateId id, CommandKey command) {
        return ask(tables -> tables.find(id, command));
    }

    @Override
    public StatePage list(int shard, HeaderFilter filter, @Nullable StateId after, int max) {
        Objects.checkIndex(shard, info.shards());
        requireOpen();
        return pool.read(connection -> PostgresListing.page(connection, shard, filter, after, max));
    }

    @Override
    public Holding held(int shard, String owner) {
        Objects.checkIndex(shard, info.shards());
        return ask(tables -> tables.held(shard, owner));
    }

    /** A reader that waits holds no connection. */
    @Override
    public FeedPage feed(int shard, Cursor after, int maxCommits, Duration wait) {
        Objects.checkIndex(shard, info.shards());
        return news.page(after, wait, from -> ask(tables -> tables.feed(info.id(), shard, from, maxCommits)));
    }

    @Override
    public void inspect(Consumer<Discrepancy> found) {
        requireOpen();
        pool.readLong(connection -> {
            new PostgresInspection(connection, found).run();
            return true;
        });
    }

    @Override
    public SnapshotStore snapshots() {
        return new PostgresSnapshots(this::requireOpen, pool);
    }

    @Override
    public void truncate(StateId id, long upTo, Base base) {
        boolean fits = settled(
                tables -> base.revision() == upTo && tables.truncate(info.shardOf(id), id, base),
                tables -> base.equals(tables.read(id, upTo, 1, 1).base()));
        if (!fits) {
            throw new IllegalArgumentException("there is no commit " + upTo + " that the base stands for");
        }
    }

    @Override
    public boolean begin(StateId id, Base base, StateHeader header) {
        return settled(
                tables -> tables.begin(info.shardOf(id), id, base, header),
                tables -> tables.head(id).equals(new Head.Live(base.revision(), base.hash())));
    }

    @Override
    public boolean tombstone(StateId id, long expected) {
        return settled(
                tables -> tables.erase(info.shardOf(id), id, expected),
                tables -> tables.head(id) instanceof Head.Deleted erased && erased.revision() == expected);
    }

    /**
     * Has the server remove rows that were deleted. Their bytes may remain in free space of pages until it is used
     * again, in the write-ahead log, on standbys and in backups.
     */
    @Override
    public void purge() {
        requireOpen();
        for (int shard = 0; shard < info.shards(); shard++) {
            int each = shard;
            settled(tables -> tables.dropEmptyHoldings(each), tables -> true);
        }
        pool.vacuum("commits", "base", "snapshot", "state", "reader", "holding");
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            news.close();
            pool.close();
        }
    }

    /** A question to the tables. */
    private interface Question<T> {
        T ask(PostgresTables tables) throws SQLException;
    }

    private <T> T ask(Question<T> question) {
        requireOpen();
        return pool.read(connection -> question.ask(new PostgresTables(connection)));
    }

    /**
     * Makes a change. If the connection is lost at its commit, what became of it is found out: it is made again, and
     * where it finds nothing to change, it was made before.
     */
    private boolean settled(Question<Boolean> change, Question<Boolean> isMade) {
        requireOpen();
        boolean changed;
        try {
            changed = pool.change(connection -> change.ask(new PostgresTables(connection)));
        } catch (SQLException e) {
            if (!PostgresError.leavesOpen(e)) {
                throw PostgresError.unavailable("writing", e);
            }
            changed = again(change, isMade);
        }
        if (changed) {
            news.tell();
        }
        return changed;
    }

    private boolean again(Question<Boolean> change, Question<Boolean> isMade) {
        try {
            return pool.change(connection -> {
                PostgresTables tables = new PostgresTables(connection);
                return change.ask(tables) || isMade.ask(tables);
            });
        } catch (SQLException e) {
            throw PostgresError.unavailable("writing", e);
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw StoreUnavailableException.closed();
        }
    }
}

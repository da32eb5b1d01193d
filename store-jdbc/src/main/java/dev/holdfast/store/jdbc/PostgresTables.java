package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.CursorExpiredException;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.Holding;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The statements on the tables of a store, appends and listings aside. Each read is one statement, and so sees one
 * moment. A change is one transaction, which begins by locking the row of its shard, as appends do.
 */
final class PostgresTables {
    private static final LogRows ROWS = new LogRows(PostgresText::decode);

    private final Connection connection;

    PostgresTables(Connection connection) {
        this.connection = connection;
    }

    /** The server's time. */
    Instant time() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                        "select (extract(epoch from clock_timestamp()) * 1000000)::bigint");
                ResultSet row = select.executeQuery()) {
            row.next();
            return HeaderColumns.instant(row.getLong(1));
        }
    }

    Head head(StateId id) throws SQLException {
        return heads(List.of(id)).getOrDefault(id, Head.ABSENT);
    }

    /** The heads of those that are there, or were. */
    Map<StateId, Head> heads(List<StateId> ids) throws SQLException {
        Map<StateId, Head> heads = new HashMap<>();
        try (PreparedStatement select =
                connection.prepareStatement("select id, revision, hash, owner from state where id = any (?)")) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "text", ids.stream().map(StateId::value).toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    heads.put(new StateId(row.getString(1)), head(row));
                }
            }
        }
        return heads;
    }

    private static Head head(ResultSet row) throws SQLException {
        long revision = row.getLong(2);
        Bytes hash = LogRows.bytes(row, 3);
        return row.getString(4) == null ? new Head.Deleted(revision, hash) : new Head.Live(revision, hash);
    }

    OptionalLong find(StateId id, CommandKey command) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
            select revision from commits
            where state = (select key from state where id = ?) and finder = ? and command = ? and principal = ?
            order by revision desc limit 1\
            """)) {
            select.setString(1, id.value());
            select.setInt(2, LogRows.finder(command));
            select.setString(3, PostgresText.encode(command.id()));
            select.setString(4, PostgresText.encode(command.principal()));
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    CommitPage read(StateId id, long fromRevision, int maxCommits, int maxBytes) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
            select revision, hash, null::bigint as at, null as principal, null as command, content as event
            from base where state = (select key from state where id = ?) and revision >= ?
            union all
            (select revision, hash, at, principal, command, event
            from commits where state = (select key from state where id = ?) and revision >= ? order by revision limit ?)
            order by revision\
            """)) {
            select.setString(1, id.value());
            select.setLong(2, fromRevision);
            select.setString(3, id.value());
            select.setLong(4, fromRevision);
            select.setLong(5, maxCommits + 1L);
            try (ResultSet rows = select.executeQuery()) {
                return ROWS.page(rows, maxCommits, maxBytes);
            }
        }
    }

    /** What a principal owns in a shard. */
    Holding held(int shard, String owner) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select open, bytes from holding where owner = ? and shard = ?")) {
            select.setString(1, PostgresText.encode(owner));
            select.setInt(2, shard);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? new Holding(row.getLong(1), row.getLong(2)) : Holding.NONE;
            }
        }
    }

    /**
     * A page of the feed of a shard. Positions are dense up to the one in the row of the shard, which was locked when
     * they were given: none appears later before one that was seen.
     *
     * @param store the identity of the store, which cursors name
     */
    FeedPage feed(String store, int shard, Cursor after, int maxCommits) throws SQLException {
        boolean latest = after.equals(Cursor.LATEST);
        long position = latest ? Long.MAX_VALUE : after.position(store);
        try (PreparedStatement select = connection.prepareStatement("""
            select c.position, c.id, c.revision, c.hash, c.at, c.principal, c.command, c.event, d.removed, d.position
            from shard d left join lateral (
                select c.*, s.id from commits c join state s on s.key = c.state
                where c.shard = d.id and c.position > ? order by c.position limit ?
            ) c on true where d.id = ? order by c.position\
            """)) {
            select.setLong(1, position);
            select.setInt(2, maxCommits);
            select.setInt(3, shard);
            try (ResultSet rows = select.executeQuery()) {
                return page(rows, store, latest ? null : after, position);
            }
        }
    }

    private static FeedPage page(ResultSet rows, String store, @Nullable Cursor after, long position)
            throws SQLException {
        List<FeedPage.Entry> entries = new ArrayList<>();
        long next = position;
        while (rows.next()) {
            long newest = Math.max(rows.getLong(9), rows.getLong(10));
            if (after == null) {
                return new FeedPage(List.of(), Cursor.after(store, newest));
            } else if (position < rows.getLong(9) || position > newest) {
                // It reaches beyond the newest if the database is an earlier copy, or a standby that had less.
                throw new CursorExpiredException(after);
            } else if (rows.getString(2) != null) {
                LogRows.PlacedEntry entry = ROWS.entry(rows);
                next = entry.position();
                entries.add(entry.entry());
            }
        }
        return new FeedPage(entries, Cursor.after(store, next));
    }

    /** Keeps all others from changing a shard until the transaction ends. */
    void lock(int shard) throws SQLException {
        update("select position from shard where id = ? for update", shard);
    }

    /**
     * Puts a base in place of all commits up to its revision. Returns false, with nothing changed, if no commit matches
     * it.
     */
    boolean truncate(int shard, StateId id, Base base) throws SQLException {
        lock(shard);
        try (PreparedStatement replaced = connection.prepareStatement("""
            select s.key, c.position from state s join commits c on c.state = s.key
            where s.id = ? and s.owner is not null and c.revision = ? and c.hash = ?\
            """)) {
            replaced.setString(1, id.value());
            replaced.setLong(2, base.revision());
            replaced.setBytes(3, base.hash().borrow());
            try (ResultSet row = replaced.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                putBase(row.getLong(1), base);
                deleteCommits(shard, row.getLong(1), base.revision(), row.getLong(2));
                return true;
            }
        }
    }

    /**
     * Adds a state that begins with a base, at a position of the feed that no reader passes unnoticed. Returns false,
     * with nothing changed, if there is such a state, or was.
     */
    boolean begin(int shard, StateId id, Base base, StateHeader header) throws SQLException {
        lock(shard);
        if (!(head(id) instanceof Head.Absent)) {
            return false;
        }
        putBase(insertState(shard, id, base, header), base);
        update(
                "update shard set position = greatest(position, removed) + 1, removed = greatest(position, removed) + 1"
                        + " where id = ?",
                shard);
        addToHolding(shard, header.owner(), Holding.of(header));
        for (String reader : header.readers()) {
            insertFinder("insert into reader (principal, shard, id) values (?, ?, ?)", reader, shard, id);
        }
        for (String what : header.waitsFor()) {
            insertFinder("insert into waiting (what, shard, id) values (?, ?, ?)", what, shard, id);
        }
        return true;
    }

    private long insertState(int shard, StateId id, Base base, StateHeader header) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into state (" + HeaderColumns.NAMES
                + ", shard, id, revision, hash) values (" + HeaderColumns.PARAMETERS + ", ?, ?, ?, ?) returning key")) {
            int next = HeaderColumns.bindSteady(insert, 1, header);
            insert.setString(1, PostgresText.encode(header.owner()));
            insert.setString(2, PostgresText.encodeIfPresent(header.name()));
            next = HeaderColumns.bindLively(insert, next, header);
            insert.setInt(next, shard);
            insert.setString(next + 1, id.value());
            insert.setLong(next + 2, base.revision());
            insert.setBytes(next + 3, base.hash().borrow());
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private void insertFinder(String sql, String by, int shard, StateId id) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, PostgresText.encode(by));
            insert.setInt(2, shard);
            insert.setString(3, id.value());
            insert.executeUpdate();
        }
    }

    private void addToHolding(int shard, String owner, Holding more) throws SQLException {
        try (PreparedStatement add = connection.prepareStatement("""
            insert into holding as h (owner, shard, open, bytes) values (?, ?, ?, ?)
            on conflict (owner, shard) do update set open = h.open + excluded.open, bytes = h.bytes + excluded.bytes\
            """)) {
            add.setString(1, PostgresText.encode(owner));
            add.setInt(2, shard);
            add.setLong(3, more.open());
            add.setLong(4, more.bytes());
            add.executeUpdate();
        }
    }

    private void putBase(long key, Base base) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("""
            insert into base (state, revision, hash, content) values (?, ?, ?, ?)
            on conflict (state) do update
            set revision = excluded.revision, hash = excluded.hash, content = excluded.content\
            """)) {
            upsert.setLong(1, key);
            upsert.setLong(2, base.revision());
            upsert.setBytes(3, base.hash().borrow());
            upsert.setBytes(4, base.content().borrow());
            upsert.executeUpdate();
        }
    }

    /** Removes the sums of principals that own nothing in a shard any more. */
    boolean dropEmptyHoldings(int shard) throws SQLException {
        lock(shard);
        update("delete from holding where shard = ? and open = 0 and bytes = 0", shard);
        return true;
    }

    /** Erases a state but for its id, revision and hash, if it is live at that revision. */
    boolean erase(int shard, StateId id, long expected) throws SQLException {
        lock(shard);
        try (PreparedStatement select = connection.prepareStatement("""
            select s.key, s.owner, (s.phase = 'OPEN')::integer, s.bytes,
            (select c.position from commits c where c.state = s.key order by c.revision desc limit 1)
            from state s where s.id = ? and s.revision = ? and s.owner is not null\
            """)) {
            select.setString(1, id.value());
            select.setLong(2, expected);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                long key = row.getLong(1);
                Holding held = new Holding(row.getLong(3), row.getLong(4));
                addToHolding(shard, PostgresText.decode(row.getString(2)), Holding.NONE.minus(held));
                deleteCommits(shard, key, Long.MAX_VALUE, row.getLong(5));
                update("delete from base where state = ?", key);
                update("delete from snapshot where state = ?", key);
                update("delete from reader where id = (select id from state where key = ?)", key);
                update("delete from waiting where id = (select id from state where key = ?)", key);
                update(
                        "update state set (" + HeaderColumns.NAMES + ") = (" + HeaderColumns.NULLS + ") where key = ?",
                        key);
                return true;
            }
        }
    }

    private void deleteCommits(int shard, long key, long upTo, long newestPosition) throws SQLException {
        try (PreparedStatement delete =
                        connection.prepareStatement("delete from commits where state = ? and revision <= ?");
                PreparedStatement removed =
                        connection.prepareStatement("update shard set removed = greatest(removed, ?) where id = ?")) {
            delete.setLong(1, key);
            delete.setLong(2, upTo);
            delete.executeUpdate();
            removed.setLong(1, newestPosition);
            removed.setInt(2, shard);
            removed.executeUpdate();
        }
    }

    private void update(String sql, long parameter) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, parameter);
            update.execute();
        }
    }
}

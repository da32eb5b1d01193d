package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.Holding;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The statements on the tables of {@link Schema}, listings aside. Each read is one statement, and so sees one moment.
 * Writes expect a transaction that already has the write lock.
 */
final class LogTables {
    private static final LogRows ROWS = new LogRows(UnaryOperator.identity());

    private final Session session;

    LogTables(Session session) {
        this.session = session;
    }

    SnapshotTable snapshots() {
        return new SnapshotTable(session);
    }

    /**
     * What appending to a state needs to know of it.
     *
     * @param owner its owner; null if it is erased
     * @param held what it adds to the holding of its owner
     */
    record StateRow(
            long key, long revision, Bytes hash, @Nullable String owner, Holding held) {
        boolean erased() {
            return owner == null;
        }
    }

    @Nullable StateRow state(StateId id) throws SQLException {
        PreparedStatement select =
                session.prepare("select key, revision, hash, owner, phase = 'OPEN', bytes from state where id = ?");
        select.setString(1, id.value());
        try (ResultSet row = select.executeQuery()) {
            return row.next()
                    ? new StateRow(
                            row.getLong(1),
                            row.getLong(2),
                            LogRows.bytes(row, 3),
                            row.getString(4),
                            new Holding(row.getLong(5), row.getLong(6)))
                    : null;
        }
    }

    /** What a principal owns. */
    Holding held(String owner) throws SQLException {
        PreparedStatement select = session.prepare("select open, bytes from holding where owner = ?");
        select.setString(1, owner);
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? new Holding(row.getLong(1), row.getLong(2)) : Holding.NONE;
        }
    }

    /** Adds to what a principal owns. Of one that owns nothing any more no word stays. */
    void addToHolding(String owner, Holding more) throws SQLException {
        if (more.equals(Holding.NONE)) {
            return;
        }
        PreparedStatement add = session.prepare("""
            insert into holding (owner, open, bytes) values (?, ?, ?)
            on conflict (owner) do update set open = open + excluded.open, bytes = bytes + excluded.bytes\
            """);
        add.setString(1, owner);
        add.setLong(2, more.open());
        add.setLong(3, more.bytes());
        add.executeUpdate();
        if (more.open() < 0 || more.bytes() < 0) {
            PreparedStatement drop = session.prepare("delete from holding where owner = ? and open = 0 and bytes = 0");
            drop.setString(1, owner);
            drop.executeUpdate();
        }
    }

    Head head(StateId id) throws SQLException {
        StateRow state = state(id);
        if (state == null) {
            return Head.ABSENT;
        }
        return state.erased()
                ? new Head.Deleted(state.revision(), state.hash())
                : new Head.Live(state.revision(), state.hash());
    }

    OptionalLong find(StateId id, CommandKey command) throws SQLException {
        PreparedStatement select = session.prepare("""
            select revision from commits
            where state = (select key from state where id = ?) and finder = ? and command = ? and principal = ?
            order by revision desc limit 1\
            """);
        select.setString(1, id.value());
        select.setInt(2, LogRows.finder(command));
        select.setString(3, command.id());
        select.setString(4, command.principal());
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
        }
    }

    CommitPage read(StateId id, long fromRevision, int maxCommits, int maxBytes) throws SQLException {
        PreparedStatement select = session.prepare("""
            select revision, hash, null as at, null as principal, null as command, content as event
            from base where state = (select key from state where id = ?) and revision >= ?
            union all
            select revision, hash, at, principal, command, event
            from commits where state = (select key from state where id = ?) and revision >= ?
            order by revision limit ?\
            """);
        select.setString(1, id.value());
        select.setLong(2, fromRevision);
        select.setString(3, id.value());
        select.setLong(4, fromRevision);
        select.setLong(5, maxCommits + 2L);
        try (ResultSet rows = select.executeQuery()) {
            return ROWS.page(rows, maxCommits, maxBytes);
        }
    }

    /** Commits after a position in the order of the feed. */
    List<LogRows.PlacedEntry> feed(long after, int maxCommits) throws SQLException {
        PreparedStatement select = session.prepare("""
            select c.position, s.id, c.revision, c.hash, c.at, c.principal, c.command, c.event
            from commits c cross join state s on s.key = c.state
            where c.position > ? order by c.position limit ?\
            """);
        select.setLong(1, after);
        select.setInt(2, maxCommits);
        List<LogRows.PlacedEntry> entries = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                entries.add(ROWS.entry(rows));
            }
        }
        return entries;
    }

    /** The highest position of any truncated or erased commit. It only grows. */
    long newestRemoved() throws SQLException {
        return number(session.prepare("select removed from shard where id = 0"));
    }

    /** The highest position ever given to a commit. */
    long newestPosition() throws SQLException {
        return number(session.prepare(
                "select max(removed, coalesce((select max(position) from commits), 0)) from shard where id = 0"));
    }

    /** Adds a state and returns its key. */
    long insertState(StateId id, StateHeader header, long revision, Bytes hash) throws SQLException {
        PreparedStatement insert = session.prepare("insert into state (" + HeaderColumns.NAMES
                + ", id, revision, hash) values (" + HeaderColumns.PARAMETERS + ", ?, ?, ?) returning key");
        int next = HeaderColumns.bindSteady(insert, 1, header);
        next = HeaderColumns.bindLively(insert, next, header);
        insert.setString(next, id.value());
        insert.setLong(next + 1, revision);
        insert.setBytes(next + 2, hash.borrow());
        long key = number(insert);
        insertFinders(id, header);
        return key;
    }

    void insertCommit(long position, long state, Commit commit) throws SQLException {
        PreparedStatement insert = session.prepare("""
            insert into commits (position, state, revision, at, hash, principal, command, finder, event)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """);
        CommandKey command = commit.command();
        insert.setLong(1, position);
        insert.setLong(2, state);
        insert.setLong(3, commit.revision());
        insert.setLong(4, HeaderColumns.micros(commit.at()));
        insert.setBytes(5, commit.hash().borrow());
        if (command == null) {
            insert.setNull(6, Types.VARCHAR);
            insert.setNull(7, Types.VARCHAR);
            insert.setNull(8, Types.INTEGER);
        } else {
            insert.setString(6, command.principal());
            insert.setString(7, command.id());
            insert.setInt(8, LogRows.finder(command));
        }
        insert.setBytes(9, commit.event().borrow());
        insert.executeUpdate();
    }

    /** Updates a state's row to its last commit. Indexed columns are written only if they differ. */
    void updateState(long key, Append last) throws SQLException {
        PreparedStatement update = session.prepare("""
            update state set revision = ?, hash = ?, expires = ?, bytes = ?, updated = ?
            where key = ? and owner = ? and name is ? and labels = ? and readers = ? and lifetime = ? and phase = ?
            and due is ? and kept_for is ? and waits_for is ?\
            """);
        update.setLong(1, last.commit().revision());
        update.setBytes(2, last.commit().hash().borrow());
        int next = HeaderColumns.bindLively(update, 3, last.header());
        update.setLong(next, key);
        HeaderColumns.bindSteady(update, next + 1, last.header());
        if (update.executeUpdate() == 0) {
            updateWholeState(key, last);
        }
    }

    private void updateWholeState(long key, Append last) throws SQLException {
        PreparedStatement update = session.prepare("update state set revision = ?, hash = ?, (" + HeaderColumns.NAMES
                + ") = (" + HeaderColumns.PARAMETERS + ") where key = ?");
        update.setLong(1, last.commit().revision());
        update.setBytes(2, last.commit().hash().borrow());
        int next = HeaderColumns.bindSteady(update, 3, last.header());
        next = HeaderColumns.bindLively(update, next, last.header());
        update.setLong(next, key);
        update.executeUpdate();
        deleteFinders(last.state());
        insertFinders(last.state(), last.header());
    }

    /** Adds what a state is found by beside its row: its readers, and what it waits for. */
    private void insertFinders(StateId id, StateHeader header) throws SQLException {
        for (String reader : header.readers()) {
            insertFinder("insert into reader (principal, id) values (?, ?)", reader, id);
        }
        for (String what : header.waitsFor()) {
            insertFinder("insert into waiting (what, id) values (?, ?)", what, id);
        }
    }

    private void insertFinder(String sql, String by, StateId id) throws SQLException {
        PreparedStatement insert = session.prepare(sql);
        insert.setString(1, by);
        insert.setString(2, id.value());
        insert.executeUpdate();
    }

    private void deleteFinders(StateId id) throws SQLException {
        for (String table : List.of("reader", "waiting")) {
            PreparedStatement delete = session.prepare("delete from " + table + " where id = ?");
            delete.setString(1, id.value());
            delete.executeUpdate();
        }
    }

    /**
     * Puts a base in place of all commits up to its revision. Returns false, with nothing changed, if no commit matches
     * it.
     */
    boolean truncate(long key, Base base) throws SQLException {
        PreparedStatement replaced =
                session.prepare("select position from commits where state = ? and revision = ? and hash = ?");
        replaced.setLong(1, key);
        replaced.setLong(2, base.revision());
        replaced.setBytes(3, base.hash().borrow());
        long position = number(replaced);
        if (position == 0) {
            return false;
        }
        putBase(key, base);
        deleteCommits(key, base.revision(), position);
        return true;
    }

    /** Adds a state that begins with a base, at a position of the feed that no reader passes unnoticed. */
    void begin(StateId id, Base base, StateHeader header) throws SQLException {
        long position = newestPosition() + 1;
        putBase(insertState(id, header, base.revision(), base.hash()), base);
        update("update shard set removed = max(removed, ?) where id = 0", position);
        addToHolding(header.owner(), Holding.of(header));
    }

    private void putBase(long key, Base base) throws SQLException {
        PreparedStatement upsert = session.prepare("""
            insert into base (state, revision, hash, content) values (?, ?, ?, ?)
            on conflict (state) do update
            set revision = excluded.revision, hash = excluded.hash, content = excluded.content\
            """);
        upsert.setLong(1, key);
        upsert.setLong(2, base.revision());
        upsert.setBytes(3, base.hash().borrow());
        upsert.setBytes(4, base.content().borrow());
        upsert.executeUpdate();
    }

    /** Erases a state but for its id, revision and hash. */
    void erase(StateRow state, StateId id) throws SQLException {
        long key = state.key();
        if (state.owner() != null) {
            addToHolding(state.owner(), Holding.NONE.minus(state.held()));
        }
        PreparedStatement newest =
                session.prepare("select position from commits where state = ? order by revision desc limit 1");
        newest.setLong(1, key);
        deleteCommits(key, Long.MAX_VALUE, number(newest));
        update("delete from base where state = ?", key);
        update("delete from snapshot where state = ?", key);
        deleteFinders(id);
        update("update state set (" + HeaderColumns.NAMES + ") = (" + HeaderColumns.NULLS + ") where key = ?", key);
    }

    private void deleteCommits(long key, long upTo, long newestPosition) throws SQLException {
        PreparedStatement delete = session.prepare("delete from commits where state = ? and revision <= ?");
        delete.setLong(1, key);
        delete.setLong(2, upTo);
        delete.executeUpdate();
        update("update shard set removed = max(removed, ?) where id = 0", newestPosition);
    }

    private void update(String sql, long parameter) throws SQLException {
        PreparedStatement update = session.prepare(sql);
        update.setLong(1, parameter);
        update.executeUpdate();
    }

    /** The number that a bound statement returns; 0 if no row. */
    private static long number(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}

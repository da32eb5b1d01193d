package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.Discrepancy;
import dev.holdfast.engine.spi.StateHeader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares the tables and columns by which states and commits are found with the commits, which have no other copy. All
 * checks see one moment.
 */
final class PostgresInspection {
    private static final int ROWS_AT_ONCE = 1_000;

    private final Connection connection;
    private final Consumer<Discrepancy> found;

    /** A statement whose rows are an id and a revision, and what each of them means. */
    private record Check(String what, String sql) {}

    private static final List<Check> CHECKS = List.of(
            new Check("what its owner holds is not the sum of its states", """
                select min(s.id), 0 from state s left join holding h on h.owner = s.owner and h.shard = s.shard
                where s.owner is not null group by s.owner, s.shard, h.open, h.bytes
                having (sum((s.phase = 'OPEN')::integer), sum(s.bytes)) is distinct from (h.open, h.bytes)\
                """),
            new Check("its row does not have the hash of its last commit", """
                select s.id, s.revision from state s where s.owner is not null
                and not exists (select 1 from commits c
                  where c.state = s.key and c.revision = s.revision and c.hash = s.hash)
                and not exists (select 1 from base b
                  where b.state = s.key and b.revision = s.revision and b.hash = s.hash)\
                """),
            new Check("there is a commit after its last one, or of an erased or absent state", """
                select coalesce(s.id, ''), c.revision from commits c left join state s on s.key = c.state
                where s.key is null or s.owner is null or c.revision > s.revision\
                """),
            new Check("there is a base after its last commit, or of an erased or absent state", """
                select coalesce(s.id, ''), b.revision from base b left join state s on s.key = b.state
                where s.key is null or s.owner is null or b.revision > s.revision\
                """),
            new Check("its commit is out of place in the feed, or in that of another shard", """
                select s.id, c.revision from commits c join state s on s.key = c.state
                left join commits n on n.state = c.state and n.revision = c.revision + 1
                join shard d on d.id = c.shard
                where c.shard <> s.shard or n.position < c.position or c.position > d.position\
                """));

    PostgresInspection(Connection connection, Consumer<Discrepancy> found) {
        this.connection = connection;
        this.found = found;
    }

    void run() throws SQLException {
        for (Check check : CHECKS) {
            read(check.sql(), row -> tell(row.getString(1), row.getLong(2), check.what()));
        }
        read(
                "select id, revision, " + HeaderColumns.NAMES + ", array(select principal from reader r"
                        + " where r.id = state.id order by 1), array(select what from waiting w"
                        + " where w.id = state.id order by 1) from state where owner is not null",
                this::header);
        read(
                "select r.id, 0, 'reader' from reader r left join state s on s.id = r.id where s.owner is null"
                        + " union all"
                        + " select w.id, 0, 'waiting' from waiting w left join state s on s.id = w.id"
                        + " where s.owner is null",
                row -> tell(row.getString(1), 0, "it is found by a header that it does not have"));
        read("""
            select s.id, c.revision, c.principal, c.command, c.finder from commits c join state s on s.key = c.state
            where c.principal is not null or c.command is not null or c.finder is not null\
            """, this::command);
    }

    private interface Row {
        void look(ResultSet row) throws SQLException;
    }

    private void read(String sql, Row look) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    look.look(rows);
                }
            }
        }
    }

    /** Compares a row with the tables of what it is found by. */
    private void header(ResultSet row) throws SQLException {
        String id = row.getString(1);
        StateHeader kept = HeaderColumns.readIfSound(row, 3);
        if (kept == null || LogRows.idIfSound(id) == null) {
            tell(id, row.getLong(2), "its header cannot be read");
            return;
        }
        if (!kept.readers().equals(texts(row, 3 + HeaderColumns.COUNT))) {
            tell(id, row.getLong(2), "the table of readers does not name the readers that its header names");
        }
        if (!kept.waitsFor().equals(texts(row, 4 + HeaderColumns.COUNT))) {
            tell(id, row.getLong(2), "the table of what is waited for does not name what its header names");
        }
    }

    private static Set<String> texts(ResultSet row, int column) throws SQLException {
        return Arrays.stream((String[]) row.getArray(column).getArray())
                .map(PostgresText::decode)
                .collect(Collectors.toSet());
    }

    /** The checksum by which a command is found. The command itself is compared with its event. */
    private void command(ResultSet row) throws SQLException {
        String principal = row.getString(3);
        String command = row.getString(4);
        int finder = row.getInt(5);
        boolean whole = principal != null && command != null && !row.wasNull();
        if (!whole
                || LogRows.finder(new CommandKey(PostgresText.decode(principal), PostgresText.decode(command)))
                        != finder) {
            tell(row.getString(1), row.getLong(2), "its command is not found by its checksum");
        }
    }

    private void tell(@Nullable String id, long revision, String what) {
        found.accept(new Discrepancy(LogRows.idIfSound(id), revision, what));
    }
}

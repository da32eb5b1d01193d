package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.Discrepancy;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares the tables and columns by which states and commits are found with the commits, which have no other copy.
 *
 * <p>Each check is one statement, and so sees one moment.
 */
final class Inspection {
    /** How many problems of the file itself are told; one is enough to restore it. */
    private static final int MOST_OF_THE_FILE = 20;

    private final Session session;
    private final Consumer<Discrepancy> found;

    /** A statement whose rows are an id and a revision, and what each of them means. */
    private record Check(String what, String sql) {}

    /** The readers of a state's header; none if the header cannot be read, which is told anyhow. */
    private static final String READERS = "json_each(iif(json_valid(s.readers), s.readers, '[]')) j";

    private static final String WAITS = "json_each(iif(json_valid(s.waits_for), s.waits_for, '[]')) j";

    private static final List<Check> CHECKS = List.of(
            new Check("the table of readers names a reader that its header does not name", """
                select r.id, coalesce(s.revision, 0) from reader r left join state s on s.id = r.id
                where s.id is null or s.owner is null
                or not exists (select 1 from %s where j.value = r.principal)\
                """.formatted(READERS)),
            new Check("the table of readers lacks a reader that its header names", """
                select s.id, s.revision from state s, %s where s.owner is not null
                and not exists (select 1 from reader r where r.principal = j.value and r.id = s.id)\
                """.formatted(READERS)),
            new Check("the table of what is waited for names something that its header does not name", """
                select w.id, coalesce(s.revision, 0) from waiting w left join state s on s.id = w.id
                where s.id is null or s.owner is null
                or not exists (select 1 from %s where j.value = w.what)\
                """.formatted(
                            WAITS)),
            new Check("the table of what is waited for lacks something that its header names", """
                select s.id, s.revision from state s, %s where s.owner is not null
                and not exists (select 1 from waiting w where w.what = j.value and w.id = s.id)\
                """.formatted(WAITS)),
            new Check("what its owner holds is not the sum of its states", """
                select min(s.id), 0 from state s where s.owner is not null group by s.owner
                having (sum(s.phase = 'OPEN'), sum(s.bytes))
                is not (select h.open, h.bytes from holding h where h.owner = s.owner)\
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
            new Check("its commit is out of place in the feed, or there twice", """
                select s.id, n.revision from commits c join commits n on n.state = c.state
                and n.revision between c.revision and c.revision + 1 and n.position <> c.position
                join state s on s.key = c.state where n.position < c.position or n.revision = c.revision\
                """));

    Inspection(Session session, Consumer<Discrepancy> found) {
        this.session = session;
        this.found = found;
    }

    void run() throws SQLException {
        file();
        headers();
        for (Check check : CHECKS) {
            try (ResultSet rows = session.prepare(check.sql()).executeQuery()) {
                while (rows.next()) {
                    tell(rows.getString(1), rows.getLong(2), check.what());
                }
            }
        }
        commands();
    }

    /** SQLite's own check, which compares indexes with tables. */
    private void file() throws SQLException {
        try (ResultSet rows = session.prepare("pragma integrity_check(" + MOST_OF_THE_FILE + ")")
                .executeQuery()) {
            while (rows.next()) {
                String problem = rows.getString(1);
                if (!"ok".equals(problem)) {
                    found.accept(new Discrepancy(null, 0, "the database file: " + problem));
                }
            }
        }
    }

    private void headers() throws SQLException {
        PreparedStatement select =
                session.prepare("select id, revision, " + HeaderColumns.NAMES + " from state where owner is not null");
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                if (HeaderColumns.readIfSound(rows, 3) == null || LogRows.idIfSound(rows.getString(1)) == null) {
                    tell(rows.getString(1), rows.getLong(2), "its header cannot be read");
                }
            }
        }
    }

    /** The checksum by which a command is found. The command itself is compared with its event. */
    private void commands() throws SQLException {
        PreparedStatement select = session.prepare("""
            select s.id, c.revision, c.principal, c.command, c.finder from commits c join state s on s.key = c.state
            where c.principal is not null or c.command is not null or c.finder is not null\
            """);
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                String principal = rows.getString(3);
                String command = rows.getString(4);
                int finder = rows.getInt(5);
                boolean whole = principal != null && command != null && !rows.wasNull();
                if (!whole || LogRows.finder(new CommandKey(principal, command)) != finder) {
                    tell(rows.getString(1), rows.getLong(2), "its command is not found by its checksum");
                }
            }
        }
    }

    private void tell(@Nullable String id, long revision, String what) {
        found.accept(new Discrepancy(LogRows.idIfSound(id), revision, what));
    }
}

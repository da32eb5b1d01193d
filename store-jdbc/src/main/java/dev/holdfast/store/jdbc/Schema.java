package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.StoreUnavailableException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * The tables of a store and their creation.
 *
 * <p>A commit names its state by a small key and keeps its hash in binary, so that a change of a document takes little
 * more space than its event. Its {@code position} orders the feed. A state whose {@code owner} is null is erased.
 *
 * <p>Commands are found by the index on revisions, which holds a checksum of each ({@code finder}): a search reads the
 * index entries of one state, 200 to a page. An index on the commands themselves would be quicker for very long logs,
 * but its entries fall on random pages, and writing those halves the rate of commits to a busy state.
 */
final class Schema {
    /** The format written here, and the newest that can be read. */
    static final int FORMAT = 1;

    /** Marks the file as ours in its header: "Hold" in ASCII (sqlite.org/pragma.html#pragma_application_id). */
    private static final String APPLICATION_ID = Integer.toString(0x486f6c64);

    /** Snapshots are a cache: this table may be dropped or emptied at any time while no client has the file open. */
    private static final String SNAPSHOTS = """
        create table if not exists snapshot (
            state integer primary key references state (key),
            revision integer not null,
            hash blob not null,
            content blob not null
        ) strict\
        """;

    private static final String AGING = "create index state_by_age on state (id) where kept_for is not null";

    /** What the states of each owner add up to, so that it need not be summed up. */
    private static final String HOLDINGS = """
        create table holding (
            owner text primary key,
            open integer not null,
            bytes integer not null
        ) strict, without rowid\
        """;

    /** The states that wait for something. */
    private static final String WAITING = """
        create table waiting (
            what text not null,
            id text not null references state (id),
            primary key (what, id)
        ) strict, without rowid\
        """;

    private static final String WAITING_BY_ID = "create index waiting_by_id on waiting (id)";

    /** What earlier versions of the format 1 did not have, in the order in which it was added. */
    private static final List<Addition> ADDED = List.of(
            new Addition(
                    "holding",
                    List.of(
                            "alter table state add column kept_for integer",
                            AGING,
                            HOLDINGS,
                            "insert into holding select owner, sum(phase = 'OPEN'), sum(bytes) from state"
                                    + " where owner is not null group by owner")),
            new Addition("waiting", List.of("alter table state add column waits_for text", WAITING, WAITING_BY_ID)));

    /** Statements that are run together, if a table is missing that one of them makes. */
    private record Addition(String table, List<String> statements) {
        boolean isThere(Session session) throws SQLException {
            return !session.ask("select 1 from sqlite_schema where name = '" + table + "'")
                    .isEmpty();
        }
    }

    private static final List<String> TABLES = List.of(
            "create table store (id text not null, format integer not null) strict",
            "create table shard (id integer primary key, removed integer not null) strict",
            """
            create table state (
                key integer primary key,
                id text not null unique,
                revision integer not null,
                hash blob not null,
                owner text,
                name text,
                labels text,
                readers text,
                lifetime text,
                expires integer,
                due integer,
                kept_for integer,
                waits_for text,
                phase text,
                bytes integer,
                updated integer
            ) strict\
            """,
            "create index state_by_owner on state (owner, id) where owner is not null",
            "create index state_by_due on state (due) where due is not null",
            AGING,
            HOLDINGS,
            """
            create table reader (
                principal text not null,
                id text not null references state (id),
                primary key (principal, id)
            ) strict, without rowid\
            """,
            "create index reader_by_id on reader (id)",
            WAITING,
            WAITING_BY_ID,
            """
            create table commits (
                position integer primary key,
                state integer not null references state (key),
                revision integer not null,
                at integer not null,
                hash blob not null,
                principal text,
                command text,
                finder integer,
                event blob not null
            ) strict\
            """,
            "create index commits_by_revision on commits (state, revision, finder)",
            """
            create table base (
                state integer primary key references state (key),
                revision integer not null,
                hash blob not null,
                content blob not null
            ) strict\
            """,
            SNAPSHOTS,
            "insert into shard (id, removed) values (0, 0)");

    private Schema() {}

    /**
     * Whether the tables exist. Asked before any of them is changed.
     *
     * @throws StoreUnavailableException if the file holds another application's tables, or those of a newer version
     */
    static boolean isPresent(Session session) throws SQLException {
        // In this order: tables and mark are committed together, so a client that sees tables another client has just
        // created sees the mark too.
        if (session.ask("select count(*) from sqlite_schema").equals("0")) {
            return false;
        }
        if (!session.ask("pragma application_id").equals(APPLICATION_ID)) {
            throw StoreUnavailableException.unusable("the file is a database of another application");
        }
        int format = Integer.parseInt(session.ask("select format from store"));
        if (format > FORMAT) {
            throw StoreUnavailableException.newerFormat("the store", format, FORMAT);
        }
        return true;
    }

    /** Whether the snapshot table exists, which is optional. */
    static boolean hasSnapshots(Session session) throws SQLException {
        return !session.ask("select 1 from sqlite_schema where name = 'snapshot'")
                .isEmpty();
    }

    /** Whether the tables are those of this version, and not of an earlier one. */
    static boolean isWhole(Session session) throws SQLException {
        return ADDED.getLast().isThere(session);
    }

    /** Creates the snapshot table if it is missing, and what earlier versions did not have. */
    static void complete(Session session) throws SQLException {
        session.execute(SNAPSHOTS);
        for (Addition addition : ADDED) {
            if (!addition.isThere(session)) {
                session.begin();
                for (String statement : addition.statements()) {
                    session.execute(statement);
                }
                session.commit();
            }
        }
    }

    /** Creates the tables, all or nothing. Only one client may try at a time. */
    static void create(Session session) throws SQLException {
        session.begin();
        for (String table : TABLES) {
            session.execute(table);
        }
        PreparedStatement store = session.prepare("insert into store (id, format) values (?, ?)");
        store.setString(1, UUID.randomUUID().toString());
        store.setInt(2, FORMAT);
        store.execute();
        session.execute("pragma application_id = " + APPLICATION_ID);
        session.commit();
    }

    /** The identity of the store. */
    static String storeId(Session session) throws SQLException {
        return session.ask("select id from store");
    }
}

package dev.holdfast.store.jdbc;

import dev.holdfast.engine.local.PlatformThreads;
import dev.holdfast.engine.local.TurnFile;
import dev.holdfast.engine.spi.StoreInfo;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * A store that was found or created, checked, and is ready for use.
 *
 * @param file the database file
 * @param turnFile the lock file by which clients take turns, joined
 * @param session the writer's connection
 * @param threads the writer's thread
 * @param info describes the store
 */
record SqliteOpening(SqliteFile file, TurnFile turnFile, Session session, PlatformThreads threads, StoreInfo info) {
    private static final int SHARDS = 1;
    private static final int MAX_COMMIT_BYTES = 8 << 20;

    /**
     * Opens the store in a file, creating what is missing.
     *
     * @throws StoreUnavailableException if the file cannot be used, with the reason
     */
    static SqliteOpening of(Path path, SqliteConnector connector) {
        SqliteFile file = SqliteFile.find(path);
        file.requireLocal();
        PlatformThreads threads = new PlatformThreads("holdfast-write-", 1);
        TurnFile turnFile = TurnFile.join(file.turnFile());
        boolean done = false;
        try {
            file.create(turnFile.memory());
            file.requireWhole(turnFile, connector.options().turnTimeout());
            SqliteOpening opening = threads.call(() -> open(file, turnFile, connector, threads));
            done = true;
            return opening;
        } catch (SQLException e) {
            throw SqliteError.of(e) == SqliteError.NO_DATABASE
                    ? StoreUnavailableException.unusable(path + " is not a SQLite database")
                    : SqliteError.unavailable("opening " + path, e);
        } finally {
            if (!done) {
                turnFile.leave();
                threads.close();
            }
        }
    }

    private static SqliteOpening open(
            SqliteFile file, TurnFile turnFile, SqliteConnector connector, PlatformThreads threads)
            throws SQLException {
        Session session = connector.openWriter(file.path());
        boolean done = false;
        try {
            if (!isReady(session)) {
                makeReady(session, turnFile, connector);
            }
            StoreInfo info = info(session, file);
            done = true;
            return new SqliteOpening(file, turnFile, session, threads, info);
        } finally {
            if (!done) {
                session.close();
            }
        }
    }

    /** Gives up a store that was opened and cannot be used. */
    void abandon() {
        turnFile.leave();
        threads.close();
        try {
            session.close();
        } catch (SQLException e) {
            throw SqliteError.unavailable("closing", e);
        }
    }

    private static boolean isReady(Session session) throws SQLException {
        return Schema.isPresent(session)
                && Schema.hasSnapshots(session)
                && Schema.isWhole(session)
                && session.ask("pragma journal_mode").equals("wal");
    }

    /** Of several clients that open a new file at once, the first to get the turn creates the tables. */
    private static void makeReady(Session session, TurnFile turnFile, SqliteConnector connector) throws SQLException {
        TurnFile.Hold turn = turnFile.acquire(connector.options().turnTimeout());
        try {
            String mode = session.ask("pragma journal_mode = wal");
            if (!mode.equals("wal")) {
                throw StoreUnavailableException.unusable("SQLite keeps its journal in mode " + mode + " here, not wal");
            }
            if (!Schema.isPresent(session)) {
                Schema.create(session);
            }
            Schema.complete(session);
        } finally {
            turn.release();
        }
    }

    private static StoreInfo info(Session session, SqliteFile file) throws SQLException {
        String evidence = "SQLite " + session.ask("select sqlite_version()") + ", journal_mode="
                + session.ask("pragma journal_mode") + ", synchronous=" + session.ask("pragma synchronous")
                + " (2 is full), on " + file.fileSystem().name();
        return new StoreInfo(
                Schema.storeId(session),
                Schema.FORMAT,
                SHARDS,
                MAX_COMMIT_BYTES,
                file.fileSystem().durability(),
                evidence,
                List.of(),
                "database");
    }
}

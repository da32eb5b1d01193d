package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.StoreUnavailableException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Opens connections to a SQLite file and checks that they are as durable as the store claims.
 *
 * <p>SQLite before 3.51.3 can corrupt a database in WAL mode when two connections write or checkpoint at once, so it is
 * refused (sqlite.org/wal.html, "The WAL-Reset Bug").
 */
class SqliteConnector {
    private static final int[] OLDEST_SAFE = {3, 51, 3};

    /** The most pages that a connection keeps, in KiB of native memory as SQLite writes them: negative. */
    private static final String WRITER_CACHE = "-16384";

    private static final String READER_CACHE = "-4096";

    private final SqliteOptions options;

    SqliteConnector(SqliteOptions options) {
        this.options = options;
    }

    SqliteOptions options() {
        return options;
    }

    /** A connection for the single writer. */
    Session openWriter(Path file) throws SQLException {
        Session session = open(file);
        setAndReadBack(session, "synchronous", "full", "2");
        setAndReadBack(session, "foreign_keys", "on", "1");
        setAndReadBack(session, "secure_delete", "on", "1");
        setAndReadBack(session, "cache_size", WRITER_CACHE, WRITER_CACHE);
        return session;
    }

    /** A connection that refuses to write. */
    Session openReader(Path file) throws SQLException {
        Session session = open(file);
        setAndReadBack(session, "query_only", "on", "1");
        setAndReadBack(session, "cache_size", READER_CACHE, READER_CACHE);
        return session;
    }

    /** Refuses versions of SQLite that cannot be trusted with several connections. */
    static void requireSafe(String version) {
        int[] found = Arrays.stream(version.split("\\.", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        if (Arrays.compare(found, OLDEST_SAFE) < 0) {
            throw StoreUnavailableException.unusable("SQLite " + version
                    + " can corrupt a database that several connections write to; 3.51.3 or newer is needed");
        }
    }

    /** A connection with the driver's defaults. */
    Session connect(Path file) throws SQLException {
        return new Session(DriverManager.getConnection("jdbc:sqlite:" + file));
    }

    private Session open(Path file) throws SQLException {
        Session session = connect(file);
        setAndReadBack(session, "busy_timeout", millis(), millis());
        setAndReadBack(session, "trusted_schema", "off", "0");
        requireSafe(session.ask("select sqlite_version()"));
        return session;
    }

    private String millis() {
        return Long.toString(Math.clamp(options.busyTimeout().toMillis(), 0, Integer.MAX_VALUE));
    }

    private static void setAndReadBack(Session session, String pragma, String value, String expected)
            throws SQLException {
        session.execute("pragma " + pragma + " = " + value);
        String actual = session.ask("pragma " + pragma);
        if (!actual.equals(expected)) {
            throw StoreUnavailableException.unusable(
                    "SQLite keeps " + pragma + " at " + actual + " although " + value + " was asked for");
        }
    }
}

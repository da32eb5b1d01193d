package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Whether the files of a database are long enough for what it holds. Both become shorter at times: the log when another
 * program closes the database, the database when a shell removes its free pages.
 */
final class SqliteSizes {
    private static final int LOG_HEADER = 32;
    private static final int FRAME_HEADER = 24;

    /** The log may become shorter, or grow, between the two questions. */
    private static final int LOOKS = 3;

    private final SqliteConnector connector;
    private final SqliteFile file;

    SqliteSizes(SqliteConnector connector, SqliteFile file) {
        this.connector = connector;
        this.file = file;
    }

    private interface Question {
        long ask(Session session) throws SQLException;
    }

    boolean holdDatabase() {
        return holds(file.path(), session -> number(session, "page_count") * number(session, "page_size"));
    }

    boolean holdLog() {
        return holds(file.log(), session -> {
            // The second column: how many frames the log has.
            long frames = session.number("pragma wal_checkpoint(noop)", 2);
            return frames <= 0 ? 0 : LOG_HEADER + frames * (FRAME_HEADER + number(session, "page_size"));
        });
    }

    /** Asked so seldom that a connection of its own is cheaper than sharing one. */
    private boolean holds(Path part, Question needed) {
        try (Session session = connector.openReader(file.path())) {
            boolean whole = false;
            for (int look = 0; look < LOOKS && !whole; look++) {
                long bytes = needed.ask(session);
                whole = Files.size(part) >= bytes;
            }
            return whole;
        } catch (IOException | SQLException | StoreUnavailableException e) {
            return false;
        }
    }

    private static long number(Session session, String pragma) throws SQLException {
        return session.number("pragma " + pragma, 1);
    }
}

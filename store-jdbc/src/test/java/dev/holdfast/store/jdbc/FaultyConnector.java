package dev.holdfast.store.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Connections whose next commit can be made to fail, before or after it was done. */
final class FaultyConnector extends SqliteConnector {
    /** What SQLite reports when the disk is full. */
    static final int FULL = 13;

    /** What SQLite reports when the disk fails. */
    static final int IO_ERROR = 10;

    private final AtomicReference<@Nullable FaultySession> writer = new AtomicReference<>();

    FaultyConnector() {
        super(SqliteOptions.DEFAULT);
    }

    @Override
    Session connect(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        FaultySession session = new FaultySession(connection);
        writer.compareAndSet(null, session);
        return session;
    }

    void failCommit(int code, boolean afterwards) {
        writer().failure = new SQLException("made up", "", code);
        writer().afterwards = afterwards;
    }

    private FaultySession writer() {
        return Objects.requireNonNull(writer.get(), "the store is not open yet");
    }

    void limitTo(String pages) {
        try {
            writer().execute("pragma max_page_count = " + pages);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static final class FaultySession extends Session {
        private volatile @Nullable SQLException failure;
        private volatile boolean afterwards;

        FaultySession(Connection connection) {
            super(connection);
        }

        @Override
        void commit() throws SQLException {
            SQLException planned = failure;
            failure = null;
            if (planned == null || afterwards) {
                super.commit();
            }
            if (planned != null) {
                throw planned;
            }
        }
    }
}

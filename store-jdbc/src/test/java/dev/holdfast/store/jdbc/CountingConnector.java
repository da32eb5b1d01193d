package dev.holdfast.store.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import org.sqlite.ProgressHandler;

/** Connections that count the steps of the virtual machine that runs their statements: work, told without a clock. */
final class CountingConnector extends SqliteConnector {
    private final AtomicLong steps = new AtomicLong();

    CountingConnector() {
        super(SqliteOptions.DEFAULT);
    }

    long steps() {
        return steps.get();
    }

    @Override
    Session connect(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        ProgressHandler.setHandler(connection, 1, new ProgressHandler() {
            @Override
            protected int progress() {
                steps.incrementAndGet();
                return 0;
            }
        });
        return new Session(connection);
    }
}

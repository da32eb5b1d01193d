package dev.holdfast.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.engine.local.PlatformThreads;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The connections of a store, as many as there are threads for them: those that change the store and those that read
 * never wait for each other. All work is done on these threads, since an interrupt of the caller's would end its
 * connection, or its wait for one. A connection that failed is replaced, after a restart of the database too.
 */
final class PostgresPool {
    private final HikariDataSource connections;
    private final PlatformThreads writers;
    private final PlatformThreads readers;
    private final String settings;

    /** Work on a connection. */
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** @param checked what a new connection executes first */
    PostgresPool(PostgresConnector connector, String checked) {
        PostgresOptions options = connector.options();
        this.settings = connector.settings();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(connector.address().url());
        config.setDataSourceProperties(connector.properties());
        config.setConnectionInitSql(checked);
        config.setMaximumPoolSize(options.writers() + options.readers());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(options.connectTimeout().toMillis());
        config.setInitializationFailTimeout(-1);
        config.setPoolName("holdfast");
        this.connections = new HikariDataSource(config);
        this.writers = new PlatformThreads("holdfast-postgres-write-", options.writers());
        this.readers = new PlatformThreads("holdfast-postgres-read-", options.readers());
    }

    /**
     * Reads, each statement for itself.
     *
     * @throws dev.holdfast.engine.spi.StoreUnavailableException if that fails, or the pool is closed
     */
    <T> T read(Work<T> work) {
        try {
            return readers.<T, SQLException>callOnOwn(() -> {
                try (Connection connection = connections.getConnection()) {
                    return work.run(connection);
                }
            });
        } catch (SQLException e) {
            throw PostgresError.unavailable("reading", e);
        }
    }

    /** Writes, each statement for itself. The caller tells what a failure means. */
    <T> T write(Work<T> work) throws SQLException {
        return writers.<T, SQLException>callOnOwn(() -> {
            try (Connection connection = connections.getConnection()) {
                return work.run(connection);
            }
        });
    }

    /**
     * Changes something in one transaction, which is rolled back if the work returns false. The caller tells what a
     * failure means.
     *
     * @throws dev.holdfast.engine.spi.StoreUnavailableException if the pool is closed
     */
    boolean change(Work<Boolean> work) throws SQLException {
        return write(connection -> {
            connection.setAutoCommit(false);
            boolean changed = work.run(connection); // If it fails, the pool ends the transaction.
            end(connection, changed);
            return changed;
        });
    }

    /**
     * The same for what may as well be done again.
     *
     * @throws dev.holdfast.engine.spi.StoreUnavailableException if that fails, or the pool is closed
     */
    boolean changeOrFail(Work<Boolean> work) {
        try {
            return change(work);
        } catch (SQLException e) {
            throw PostgresError.unavailable("writing", e);
        }
    }

    /**
     * Reads everything as of one moment, however long that takes.
     *
     * @throws dev.holdfast.engine.spi.StoreUnavailableException if that fails, or the pool is closed
     */
    <T> T readLong(Work<T> work) {
        return read(connection -> {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            withoutTimeout(connection, "set local statement_timeout = 0");
            return work.run(connection); // The pool ends the transaction.
        });
    }

    /** Has the server remove what was deleted from tables. */
    void vacuum(String... tables) {
        read(connection -> {
            withoutTimeout(connection, "set statement_timeout = 0");
            try (Statement statement = connection.createStatement()) {
                for (String table : tables) {
                    statement.execute("vacuum " + table);
                }
                return statement.execute(settings);
            }
        });
    }

    private static void withoutTimeout(Connection connection, String sql) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, 0);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void end(Connection connection, boolean changed) throws SQLException {
        if (changed) {
            connection.commit();
        } else {
            connection.rollback();
        }
    }

    /** Waits for what is under way and closes the connections. */
    void close() {
        writers.close();
        readers.close();
        connections.close();
    }
}

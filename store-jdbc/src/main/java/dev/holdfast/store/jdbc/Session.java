package dev.holdfast.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** A connection with its prepared statements, which live as long as it does. Used by one thread at a time. */
class Session implements AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    Session(Connection connection) {
        this.connection = connection;
    }

    /** The statement for a text, prepared once. The texts must be few: none may contain a value. */
    PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    /** Executes a statement without parameters. Any rows are discarded at once, as they would hold locks. */
    void execute(String sql) throws SQLException {
        PreparedStatement statement = prepare(sql);
        if (statement.execute()) {
            statement.getResultSet().close();
        }
    }

    /** The first column of the first row of a result, as text; empty if there is no row. */
    String ask(String sql) throws SQLException {
        try (ResultSet row = prepare(sql).executeQuery()) {
            String answer = row.next() ? row.getString(1) : null;
            return answer == null ? "" : answer;
        }
    }

    /** Begins a transaction that has the write lock from the start, so that no other writer can come between. */
    void begin() throws SQLException {
        execute("begin immediate");
    }

    void commit() throws SQLException {
        execute("commit");
    }

    void rollback() throws SQLException {
        execute("rollback");
    }

    /**
     * Makes the session usable after any failure: ends the transaction, unless SQLite has ended it by itself, and drops
     * all statements, since the driver closes one that failed.
     */
    void recover() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
        statements.clear();
        try (Statement statement = connection.createStatement()) {
            statement.execute("rollback");
        } catch (SQLException e) {
            if (SqliteError.of(e) != SqliteError.NO_TRANSACTION) {
                throw e;
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

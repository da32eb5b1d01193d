package dev.holdfast.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A connection with its prepared statements, which it keeps for the next use. They take native memory, so only the most
 * recently used are kept. Used by one thread at a time.
 */
class Session implements AutoCloseable {
    /** More than there are texts in use at the same time; a statement takes some 10 KiB. */
    static final int MOST_STATEMENTS = 64;

    private static final float LOAD = 0.75f;

    private final Connection connection;

    /** The least recently used first. */
    private final Map<String, PreparedStatement> statements = new LinkedHashMap<>(MOST_STATEMENTS, LOAD, true);

    Session(Connection connection) {
        this.connection = connection;
    }

    /** The statement for a text, prepared if it is not kept. No text contains a value or is longer than a few lines. */
    PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
            closeOldest();
        }
        return statement;
    }

    private void closeOldest() throws SQLException {
        if (statements.size() > MOST_STATEMENTS) {
            Iterator<PreparedStatement> oldest = statements.values().iterator();
            oldest.next().close();
            oldest.remove();
        }
    }

    /** How many statements are kept. */
    int prepared() {
        return statements.size();
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

    /** A column of the first row of a result, as a number; 0 if there is no row. */
    long number(String sql, int column) throws SQLException {
        try (ResultSet row = prepare(sql).executeQuery()) {
            return row.next() ? row.getLong(column) : 0;
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

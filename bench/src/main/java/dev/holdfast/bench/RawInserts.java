package dev.holdfast.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Grouped inserts into one table of a SQLite file, as durable as the store's. */
final class RawInserts implements Raw {
    private final Connection connection;
    private final PreparedStatement insert;

    RawInserts(Path folder) throws IOException {
        try {
            connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("raw.db"));
            try (var statement = connection.createStatement()) {
                statement.execute("pragma journal_mode = wal");
                statement.execute("pragma synchronous = full");
                statement.execute("create table log (state text, revision integer, event blob,"
                        + " primary key (state, revision)) without rowid");
            }
            connection.setAutoCommit(false);
            insert = connection.prepareStatement("insert into log values (?, ?, ?)");
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void append(List<Row> group) throws IOException {
        try {
            for (Row row : group) {
                insert.setString(1, row.state());
                insert.setLong(2, row.revision());
                insert.setBytes(3, row.event().borrow());
                insert.executeUpdate();
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}

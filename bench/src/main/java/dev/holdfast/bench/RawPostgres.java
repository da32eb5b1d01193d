package dev.holdfast.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Batched inserts into one table, a transaction for each group. */
final class RawPostgres implements Raw {
    private final Connection connection;
    private final PreparedStatement insert;

    RawPostgres(String address) throws IOException {
        try {
            connection = DriverManager.getConnection(url(address));
            try (var statement = connection.createStatement()) {
                statement.execute("create table if not exists raw_log (state text, revision bigint, event bytea,"
                        + " primary key (state, revision))");
                statement.execute("truncate raw_log");
            }
            connection.setAutoCommit(false);
            insert = connection.prepareStatement("insert into raw_log values (?, ?, ?)");
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /** {@code postgresql://user@host:port/database} as the driver writes it. */
    private static String url(String address) {
        int user = address.indexOf("//") + 2;
        int host = address.indexOf('@') + 1;
        return "jdbc:postgresql://" + address.substring(host) + "?reWriteBatchedInserts=true&user="
                + address.substring(user, host - 1);
    }

    @Override
    public void append(List<Row> group) throws IOException {
        try {
            for (Row row : group) {
                insert.setString(1, row.state());
                insert.setLong(2, row.revision());
                insert.setBytes(3, row.event().borrow());
                insert.addBatch();
            }
            insert.executeBatch();
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

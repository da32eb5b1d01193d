package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.testkit.custody.EncryptionContract;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

final class PostgresEncryptionTest implements EncryptionContract {
    private final String store = PostgresUnderTest.newStore(1);
    private final String vault = PostgresUnderTest.newSchema();

    @Override
    public CommitLog open() {
        return PostgresUnderTest.open(store);
    }

    @Override
    public KeyVault vault() {
        return PostgresVault.open(vault);
    }

    /** Every row of every table of both schemas, with what is binary as text. */
    @Override
    public List<byte[]> everythingStored() {
        List<byte[]> rows = new ArrayList<>();
        for (String address : List.of(store, vault)) {
            PostgresConnector connector =
                    new PostgresConnector(PostgresConnector.address(address), PostgresOptions.DEFAULT);
            try (Connection connection = connector.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("set bytea_output = 'escape'");
                for (String table : tables(statement, connector.address().schema())) {
                    try (ResultSet found = statement.executeQuery("select t::text from " + table + " t")) {
                        while (found.next()) {
                            rows.add(found.getString(1).replace("\"\"", "\"").getBytes(StandardCharsets.UTF_8));
                        }
                    }
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
        return rows;
    }

    private static List<String> tables(Statement statement, String schema) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet found =
                statement.executeQuery("select tablename from pg_tables where schemaname = '" + schema + "'")) {
            while (found.next()) {
                tables.add(found.getString(1));
            }
        }
        return tables;
    }
}

package dev.holdfast.store.jdbc;

import dev.holdfast.testkit.Recording;
import dev.holdfast.testkit.engine.SeededRun;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of the tables are those that the same commands led to in earlier versions. */
final class RecordedRowsTest {
    private static final int COMMANDS = 200;

    /** Columns that earlier versions did not have, and that these commands do not set. */
    private static final Set<String> ADDED_LATER = Set.of("kept_for", "waits_for");

    private static final List<String> TABLES =
            List.of("state order by key", "reader order by principal, id", "commits order by position", "shard");

    @Test
    void rows_areAsRecorded(@TempDir Path folder) throws SQLException {
        Path file = folder.resolve("state.db");
        try (SeededRun run = new SeededRun(SqliteStore.open(file))) {
            run.commands(COMMANDS);
        }
        Recording recording = new Recording();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                try (ResultSet rows = statement.executeQuery("select * from " + table)) {
                    while (rows.next()) {
                        recording.add(row(rows));
                    }
                }
            }
        }
        recording.check(RecordedRowsTest.class, "recorded-rows.txt");
    }

    private static String row(ResultSet row) throws SQLException {
        StringBuilder text = new StringBuilder();
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
            String name = row.getMetaData().getColumnName(column);
            Object value = row.getObject(column);
            if (value == null && ADDED_LATER.contains(name)) {
                continue;
            }
            text.append(name).append('=');
            text.append(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value)
                    .append(' ');
        }
        return text.toString();
    }
}

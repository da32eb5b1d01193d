package dev.holdfast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.testkit.Crowd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a change of a large document costs on the disk, snapshots and indexes included. */
final class SqliteGrowthTest {
    private static final int CHANGES = 10_000;
    private static final int MOST_BYTES_A_CHANGE = 700;
    private static final int KEYS = 1_000;

    @Test
    void file_growsByTheChangesNotByTheDocument(@TempDir Path folder) throws IOException, SQLException {
        Path file = folder.resolve("state.db");
        String handle;
        try (Holdfast holdfast = Holdfast.on(SqliteStore.open(file)).open()) {
            State state = holdfast.open(StateSpec.named("large"));
            state.write(w -> {
                for (int key = 0; key < KEYS; key++) {
                    w.set("key" + key, "x".repeat(90));
                }
            });
            handle = state.handle().value();
        }
        long before = Files.size(file);
        try (Holdfast holdfast = Holdfast.on(SqliteStore.open(file)).open()) {
            Crowd.run(20, thread -> {
                State state = holdfast.open(StateSpec.handle(handle));
                for (int i = thread; i < CHANGES; i += 20) {
                    int number = i;
                    state.write(
                            w -> w.set("key" + number % KEYS, "now " + number).commandId("op-" + number));
                }
                return thread;
            });
        }
        long growth = (Files.size(file) - before) / CHANGES;

        System.out.println("bytes a change: " + growth);
        assertThat(hasSnapshot(file)).isTrue();
        assertThat(growth).isBetween(1L, (long) MOST_BYTES_A_CHANGE);
    }

    private static boolean hasSnapshot(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from snapshot")) {
            return row.next() && row.getInt(1) > 0;
        }
    }
}

package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands about all states name one that is damaged, exit with 1, and do the rest. */
final class DamagedStoreCommandsTest {
    private final Path home;
    private final Shell shell;
    private String damaged = "";

    DamagedStoreCommandsTest(@TempDir Path home) {
        this.home = home;
        this.shell = new Shell(home).with("HOLDFAST_STORE", "sqlite:" + home.resolve("state.db"));
    }

    @BeforeEach
    void damage() throws SQLException {
        shell.run("set", "text", "\"whole\"", "--namespace", "bert");
        shell.run("set", "text", "\"spoiled\"", "--namespace", "anna");
        JsonObject report =
                shell.run("privacy", "--principal", "local/anna", "--json").json();
        JsonObject found =
                (JsonObject) Objects.requireNonNull(report.array("found")).get(0);
        damaged = Objects.requireNonNull(found.string("handle"));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("state.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "update commits set event = cast(replace(cast(event as text), 'spoiled', 'altered') as blob)");
        }
    }

    @Test
    void backup_andExport_haveTheOthers() throws IOException {
        assertNamed("backup", "kept", "--json");
        assertNamed("backup", "--file", "single", "--json");
        assertNamed("export", "exported", "--json");
        assertNamed("export", "values", "--values", "--json");
        assertThat(shell.run("backup", "kept").out()).contains(damaged + " revision ", "it cannot be read");
        for (String file : new String[] {"single", "exported"}) {
            assertThat(Files.readString(home.resolve(file))).contains("whole", "{\"damaged\":{\"state\":\"" + damaged);
        }
        String restored = "sqlite:" + home.resolve("restored.db");
        Shell.Result result = shell.run("restore", "kept", "--to", restored, "--json");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.json().array("damaged")).isEqualTo(JsonArray.of(Json.of(damaged)));
        assertThat(shell.run("get", "text", "--namespace", "bert", "--store", restored)
                        .out())
                .contains("whole");
        Shell.Result imported = shell.run("import", "exported", "--store", "sqlite:" + home.resolve("other.db"));
        assertThat(imported.code()).isEqualTo(3);
        assertThat(imported.out()).contains(damaged + " was left as it is: damaged");
    }

    @Test
    void erasure_saysOfWhatItPromisesNothing() {
        assertNamed("privacy", "--principal", "local/bert", "--json");
        assertNamed("privacy", "erase", "--principal", "local/bert", "--yes", "--certificate", "bert.txt", "--json");
        assertThat(shell.run("verify", "--certificate", "bert.txt").out())
                .contains("for principal local/bert: 1 states; it says nothing of 1 that were damaged");
        Shell.Result own = shell.run("privacy", "erase", "--principal", "local/anna", "--yes");
        assertThat(own.out()).contains("erased 1 states"); // what its header says is sound
    }

    private void assertNamed(String... arguments) {
        Shell.Result result = shell.run(arguments);
        assertThat(result.code()).as(result.err() + result.out()).isEqualTo(1);
        JsonArray found = Objects.requireNonNull(result.json().array("damaged"));
        assertThat(found.stream().map(each -> ((JsonObject) each).string("handle")))
                .isNotEmpty()
                .containsOnly(damaged);
    }
}

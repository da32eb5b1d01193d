package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
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
        change("update commits set event = cast(replace(cast(event as text), 'spoiled', 'altered') as blob)");
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

    @Test
    void compaction_andSealing_doTheOthers() throws IOException, SQLException {
        String first = damaged;
        assertThat(shell.run("compact").code()).isZero(); // nothing of the damaged one is to be replaced
        try (Holdfast holdfast = Holdfast.open("sqlite:" + home.resolve("state.db"))) {
            for (String owner : List.of("anna", "bert")) {
                State state = holdfast.as(Principal.local(owner))
                        .open(StateSpec.named("short").keep(Keep.revisions(1)))
                        .state();
                damaged = owner.equals("anna") ? state.handle().value() : damaged;
                for (int i = 0; i < 3; i++) {
                    state.write(w -> w.increment(owner, 1));
                }
            }
        }
        change("update commits set event = cast(replace(cast(event as text), '/anna', '/otto') as blob)"
                + " where revision = 2 and state = (select key from state where id = '" + damaged + "')");
        assertNamed("compact", "--json");
        assertThat(shell.run("compact").out()).contains(damaged + " revision ", "0 events compacted");
        Path key = Files.writeString(home.resolve("master.key"), "00".repeat(31) + "07");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        shell.with("HOLDFAST_MASTER_KEY", key.toString());
        Shell.Result sealed = shell.run("keys", "seal");
        assertThat(sealed.code()).isEqualTo(1);
        assertThat(sealed.out()).contains(damaged + " revision ", first + " revision ", "sealed ");
        assertThat(Files.readString(home.resolve("state.db"), StandardCharsets.ISO_8859_1))
                .contains("altered")
                .doesNotContain("whole");
        assertThat(shell.run("get", "text", "--namespace", "bert").out()).contains("whole");
    }

    @Test
    void count_tellsOfHeadersThatCannotBeRead() throws SQLException {
        assertThat(shell.run("stats").code()).isZero();
        long states = number(shell.run("stats", "--json"), "states");
        change("update state set lifetime = 'spoiled' where id = '" + damaged + "'");
        assertNamed("stats", "--json");
        assertThat(number(shell.run("stats", "--json"), "states")).isEqualTo(states);
        assertThat(shell.run("stats").out()).contains(damaged + " revision ");
    }

    private static long number(Shell.Result result, String name) {
        return Objects.requireNonNull(result.json().number(name)).exactLong().orElseThrow();
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("state.db"));
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
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

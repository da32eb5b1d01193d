package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreCommandsTest {
    private final Shell shell;
    private final Path store;

    StoreCommandsTest(@TempDir Path home) {
        this.shell = new Shell(home);
        this.store = home.resolve("state.db");
        shell.with("HOLDFAST_STORE", "sqlite:" + store);
    }

    @Test
    void verify_ofASoundStoreSaysSo() {
        worked(Keep.EVERYTHING);

        Shell.Result verified = shell.run("verify");

        assertThat(verified.code()).as(verified.err()).isZero();
        assertThat(verified.out()).startsWith("sound: ");
        assertThat(verified.err()).isEmpty();
        assertThat(shell.run("verify", "--json").json().get("sound")).isEqualTo(Json.of(true));
    }

    @Test
    void verify_namesWhatIsDamaged() throws SQLException {
        String handle = worked(Keep.EVERYTHING);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "update commits set event = cast(replace(cast(event as text), 'a note', 'no note') as blob)"
                            + " where revision = 3");
        }

        Shell.Result verified = shell.run("verify");
        JsonObject json = shell.run("verify", "--json").json();

        assertThat(verified.code()).isEqualTo(1);
        assertThat(verified.out()).contains(handle + " revision 3: ");
        assertThat(json.get("sound")).isEqualTo(Json.of(false));
        assertThat(Objects.requireNonNull(json.array("damaged")).size()).isEqualTo(1);
    }

    @Test
    void compact_appliesWhatTheStateKeeps() {
        worked(Keep.revisions(2));

        assertThat(shell.run("compact", "@default", "--json").json().get("compacted"))
                .isEqualTo(Json.of(4));
        assertThat(shell.run("compact").out()).isEqualTo("0 events compacted" + System.lineSeparator());
        assertThat(shell.run("compact", "nonsense").code()).isEqualTo(2);
        assertThat(shell.run("compact", "@nobody").code()).isEqualTo(4);
        assertThat(shell.run("history").out().lines()).hasSize(2);
        assertThat(shell.run("history", "--from", "1").code()).isEqualTo(4);
        assertThat(shell.run("history", "--from", "5").out().lines()).hasSize(2);
        assertThat(shell.run("verify").code()).isZero();
    }

    @Test
    void compact_appliesToEveryState() {
        worked(Keep.revisions(1));

        assertThat(shell.run("compact").out()).startsWith("5 events");
    }

    @Test
    void stats_countWhatIsThere() {
        String handle = worked(Keep.EVERYTHING);

        JsonObject stats = shell.run("stats", "--json").json();

        assertThat(stats.get("states")).isEqualTo(Json.of(1));
        assertThat(stats.get("names")).isEqualTo(Json.of(1));
        assertThat(stats.get("revisions")).isEqualTo(Json.of(7));
        assertThat(stats.string("durability")).isNotBlank();
        assertThat(stats.string("evidence")).contains("synchronous=2");
        assertThat(stats.get("store_bytes")).isNotNull();
        assertThat(shell.run("stats").out()).contains(handle, "evidence");
    }

    @Test
    void doctor_findsAStoreWell() {
        worked(Keep.EVERYTHING);

        JsonObject examined = shell.run("doctor", "--json").json();

        assertThat(Objects.requireNonNull(examined.array("checks")).stream()
                        .map(check -> ((JsonObject) check).string("check")))
                .containsExactly(
                        "java", "disk", "process", "access", "store", "format", "encryption", "durability", "locks");
        assertThat(shell.run("doctor").code()).isZero();
    }

    @Test
    void doctor_saysWhatIsWrongWithAStore() throws IOException {
        Path file = Files.createFile(store.resolveSibling("file"));
        Shell.Result examined = shell.run("doctor", "--store", "sqlite:" + file + "/state.db");
        Shell.Result memory = shell.run("doctor", "--store", "memory:");

        assertThat(examined.code()).isEqualTo(7);
        assertThat(examined.out()).contains("fail  store");
        assertThat(memory.code()).isZero();
        assertThat(memory.out()).contains("warn  durability");
    }

    @Test
    void verifyAndDoctor_makeNoStoreWhereThereIsNone() {
        Shell.Result verified = shell.run("verify");
        Shell.Result examined = shell.run("doctor");

        assertThat(verified.code()).isEqualTo(7);
        assertThat(verified.err()).contains("there is no store");
        assertThat(examined.code()).isZero();
        assertThat(examined.out()).contains("warn  store").contains("its files were deleted");
        assertThat(store).doesNotExist();
    }

    @Test
    void deletedDatabase_isNeverReplacedByAnEmptyOne() throws IOException {
        worked(Keep.EVERYTHING);
        Files.delete(store);

        for (String command : new String[] {"verify", "doctor", "list"}) {
            Shell.Result refused = shell.run(command);
            assertThat(refused.code()).as(command).isEqualTo(7);
            assertThat(refused.out() + refused.err()).contains("state.db is missing", "state.db-turn", "delete that");
        }
        assertThat(store).doesNotExist();
        Files.delete(store.resolveSibling("state.db-turn"));
        assertThat(shell.run("list").code()).isZero();
    }

    @Test
    void doctor_warnsOfFilesThatOthersMayRead() throws IOException {
        worked(Keep.EVERYTHING);
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-r--r--"));

        Shell.Result examined = shell.run("doctor");

        assertThat(examined.code()).isZero();
        assertThat(examined.out()).contains("warn  access", "state.db", "chmod");
    }

    @Test
    void doctor_findsDamage() throws IOException {
        Path folder = store.resolveSibling("log");
        String address = "file:" + folder;
        String handle = worked(address, Keep.EVERYTHING);
        Path segment = folder.resolve("000001.jsonl");
        Files.writeString(segment, Files.readString(segment).replaceFirst("a note", "no note"));

        Shell.Result examined = shell.run("doctor", "--store", address);

        assertThat(examined.code()).isEqualTo(7);
        assertThat(examined.out()).contains("fail  damage", handle + " revision 2");
        assertThat(shell.run("verify", "--store", address).code()).isEqualTo(1);
    }

    private String worked(Keep keep) {
        return worked("sqlite:" + store, keep);
    }

    private static String worked(String address, Keep keep) {
        try (Holdfast holdfast = Holdfast.open(address)) {
            State state = holdfast.as(Principal.local("default"))
                    .open(StateSpec.named("default").keep(keep))
                    .state();
            for (int i = 0; i < 5; i++) {
                state.write(w -> w.increment("n", 1).note("a note"));
            }
            return state.handle().value();
        }
    }
}

package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store is moved to one of another kind at the command line. */
final class MigrateCommandTest {
    private static final int STATES = 40;

    private final Shell shell;
    private final Path home;
    private final String database;
    private final String files;

    MigrateCommandTest(@TempDir Path home) {
        this.home = home;
        this.shell = new Shell(home).with("HOLDFAST_KEY_OF_TEST", "07".repeat(32));
        this.database = "sqlite:" + home.resolve("a.db");
        this.files = "file:" + home.resolve("files");
    }

    @Test
    void store_isMovedFromOneKindToAnotherAndBack() {
        done("set", "n", "1", "--store", database);
        try (Holdfast holdfast = Holdfast.open(database)) {
            holdfast.open(StateSpec.named("short").keep(Keep.revisions(1))).write(w -> w.set("a", 1));
            holdfast.compact(Progress.NONE);
        }
        List<String> expected = exported(database);
        JsonObject planned = done("migrate", "--store", database, "--to", files, "--dry-run", "--json")
                .json();
        assertThat(planned.get("moved")).isEqualTo(Json.of(false));
        assertThat(home.resolve("files")).doesNotExist();

        JsonObject told =
                done("migrate", "--store", database, "--to", files, "--json").json();
        assertThat(told.get("moved")).isEqualTo(Json.of(true));
        assertThat(told.get("states")).isEqualTo(planned.get("states"));
        assertThat(told.get("events")).isEqualTo(planned.get("events"));
        assertThat(told.string("to")).isEqualTo(files);
        assertThat(exported(files)).isEqualTo(expected);
        Shell.Result refused = shell.run("set", "n", "2", "--store", database);
        assertThat(refused.code()).isEqualTo(7);
        assertThat(refused.err()).contains("moved_to: \"" + files);
        assertThat(done("get", "n", "--store", database).out()).startsWith("1");
        done("set", "n", "2", "--store", files);
        assertThat(done("migrate", "--store", files, "--to", "sqlite:b.db").out())
                .contains("moved to sqlite:" + home.resolve("b.db"))
                .contains("took no changes for");
        assertThat(done("get", "n", "--store", "sqlite:b.db").out()).startsWith("2");
        done("verify", "--store", "sqlite:b.db");
        done("backup", "kept", "--store", "sqlite:b.db");
        done("restore", "kept", "--to", "sqlite:c.db");
        done("set", "n", "3", "--store", "sqlite:c.db");
    }

    @Test
    void wrongWordsMoveNothing() {
        done("set", "n", "1", "--store", database);
        done("set", "n", "1", "--store", "sqlite:other.db");
        assertThat(shell.run("migrate", "--store", database).code()).isEqualTo(2);
        assertThat(shell.run("migrate", "--store", database, "--to", files, "--cancel")
                        .code())
                .isEqualTo(2);
        assertThat(shell.run("migrate", "--store", database, "--to", "memory:").code())
                .isEqualTo(2);
        assertThat(shell.run("migrate", "--store", database, "--to", files, "--to-vault", "v")
                        .code())
                .isEqualTo(2);
        assertThat(shell.run("migrate", "--store", database, "--to", "sqlite:other.db")
                        .code())
                .isEqualTo(3);
        assertThat(shell.run("migrate", "--store", database, "--to", database).code())
                .isNotZero();
        assertThat(shell.run("migrate", "--store", "sqlite:none.db", "--to", files)
                        .code())
                .isEqualTo(7);
        assertThat(home.resolve("none.db")).doesNotExist();
        assertThat(done("migrate", "--store", database, "--cancel").out()).contains("not being moved");
        String secret = "postgresql://me:hunter2@127.0.0.1:1/none";
        for (String[] more : List.of(new String[0], new String[] {"--dry-run"}, new String[] {"--json"})) {
            Shell.Result told = shell.run(with(more, "migrate", "--store", database, "--to", secret));
            assertThat(told.code()).as(told.out() + told.err()).isNotZero();
            assertThat(told.out() + told.err()).doesNotContain("hunter2");
        }
        done("set", "n", "2", "--store", database);
    }

    @Test
    void encryptedStore_isMovedSealed() throws IOException {
        String[] key = {"--master-key", "env:HOLDFAST_KEY_OF_TEST"};
        String hidden = "hidden-words-of-it";
        done(with(key, "set", "secret", "\"" + hidden + "\"", "--store", database));
        assertThat(shell.run("migrate", "--store", database, "--to", "sqlite:b.db")
                        .code())
                .isEqualTo(7);
        done(with(key, "migrate", "--store", database, "--to", "sqlite:b.db", "--to-vault", "keys-of-b"));
        assertThat(shell.run("get", "secret", "--store", "sqlite:b.db").code()).isEqualTo(7);
        assertThat(done(with(key, "get", "secret", "--store", "sqlite:b.db", "--vault", "keys-of-b"))
                        .out())
                .contains(hidden);
        for (String file : List.of("b.db", "keys-of-b")) {
            assertThat(new String(Files.readAllBytes(home.resolve(file)), StandardCharsets.ISO_8859_1))
                    .doesNotContain(hidden);
        }
    }

    /** Killed at any moment, it is carried out again; until then the store is used where it was. */
    @Test
    void migrationThatIsKilledGoesOn() throws IOException, InterruptedException {
        Random random = new Random(
                Long.getLong("holdfast.seed", ThreadLocalRandom.current().nextInt()));
        try (Holdfast holdfast = Holdfast.open(database)) {
            for (int i = 0; i < STATES; i++) {
                String text = "%d ".formatted(i).repeat(5_000);
                holdfast.open(StateSpec.named("state-" + i)).write(w -> w.set("text", text));
            }
        }
        List<String> expected = exported(database);
        long size = 1L + random.nextInt(STATES * 8_000);
        Path written = home.resolve("files/000001.jsonl");
        KilledCommand.run(home, written, size, "migrate", "--store", database, "--to", files);
        Shell.Result again = shell.run("migrate", "--store", database, "--to", files, "--json");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(exported(files)).isEqualTo(expected);
        done("verify", "--store", files);
        done("set", "n", "1", "--store", files);
        assertThat(shell.run("set", "n", "1", "--store", database).code()).isEqualTo(7);
    }

    private Shell.Result done(String... arguments) {
        Shell.Result result = shell.run(arguments);
        assertThat(result.code()).as(result.err() + result.out()).isZero();
        return result;
    }

    private static String[] with(String[] options, String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + options.length);
        System.arraycopy(options, 0, all, arguments.length, options.length);
        return all;
    }

    private List<String> exported(String store) {
        List<String> lines = new ArrayList<>(
                done("export", "-", "--store", store).out().lines().toList());
        return lines.subList(1, lines.size() - 1).stream().sorted().toList();
    }
}

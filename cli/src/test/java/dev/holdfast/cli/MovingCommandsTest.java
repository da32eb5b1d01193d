package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.engine.spi.rules.SchemaCheck;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** States are moved between stores of every kind at the command line. */
final class MovingCommandsTest {
    private static final String KEY = "07".repeat(32);

    private final Shell shell;
    private final Path home;

    MovingCommandsTest(@TempDir Path home) {
        this.home = home;
        this.shell = new Shell(home).with("HOLDFAST_KEY_OF_TEST", KEY);
    }

    @Test
    void history_isTheSameThroughEveryKindOfStore() throws IOException {
        worked();
        String first = defaultStore();
        String files = "file:" + home.resolve("files");
        String database = "sqlite:" + home.resolve("other.db");
        done("export", "one", "--store", first);
        done("import", "one", "--store", files);
        done("export", "two", "--store", files);
        done("import", "two", "--store", database);
        done("export", "three", "--store", database);
        assertThat(lines("two")).isEqualTo(lines("one"));
        assertThat(lines("three")).isEqualTo(lines("one"));
        assertThat(done("get", "@plan", "text", "--store", database).out()).contains("shown");
        assertThat(done("import", "one", "--store", database, "--json").json().get("created"))
                .isEqualTo(Json.of(0));
        for (String store : List.of(first, files, database)) {
            done("verify", "--store", store);
        }
    }

    @Test
    void everyLineKeepsTheSchema() throws Exception {
        worked();
        String sealed = "sqlite:" + home.resolve("sealed.db");
        done(encrypted("set", "secret", "\"hidden\"", "--store", sealed));
        done("export", "history");
        done("export", "values", "--values");
        done(encrypted("export", "sealed", "--store", sealed));
        done(encrypted("export", "opened", "--plain", "--store", sealed));
        Json schema = Json.parse(Files.readString(root().resolve("docs/export.schema.json")));
        SchemaCheck check =
                ServiceLoader.load(RuleCompiler.class).findFirst().orElseThrow().schema(schema);
        for (String file : List.of("history", "values", "sealed", "opened")) {
            for (String line : Files.readAllLines(home.resolve(file))) {
                assertThat(check.violations((JsonObject) Json.parse(line), Steps.unlimited()))
                        .as(line)
                        .isEmpty();
            }
        }
        assertThat(check.violations(JsonObject.of("end", JsonObject.EMPTY), Steps.unlimited()))
                .isNotEmpty();
    }

    @Test
    void encryptedStore_isExportedSealedUnlessAskedOtherwise() throws IOException {
        done(encrypted("set", "secret", "\"hidden words\""));
        done(encrypted("export", "sealed"));
        assertThat(Files.readString(home.resolve("sealed")))
                .doesNotContain("hidden")
                .contains("\"sealed\":");
        assertThat(shell.run(encrypted("export", "values", "--values")).code()).isEqualTo(2);
        done(encrypted("export", "values", "--values", "--plain"));
        done(encrypted("export", "opened", "--plain"));
        assertThat(Files.readString(home.resolve("values"))).contains("hidden words");
        assertThat(Files.readString(home.resolve("opened"))).contains("hidden words");

        String clear = "sqlite:" + home.resolve("clear.db");
        assertThat(shell.run("import", "sealed", "--store", clear).err()).contains("encrypted");
        assertThat(shell.run("import", "opened", "--store", clear).code()).isEqualTo(2);
        done("set", "n", "1", "--store", clear);
        done("export", "clear", "--store", clear);
        assertThat(shell.run(encrypted("import", "clear")).err()).contains("--plain");
        done(encrypted("import", "sealed"));
    }

    @Test
    void sealedExport_isImportedWithTheKeysOfItsStore() {
        shell.with("HOLDFAST_OTHER_KEY", "08".repeat(32));
        done(encrypted("set", "secret", "\"hidden words\""));
        done(encrypted("export", "sealed"));
        done(encrypted("backup", "--keys", "keys-copy"));
        String[] other = {"--store", "sqlite:" + home.resolve("new.db"), "--master-key", "env:HOLDFAST_OTHER_KEY"};

        assertThat(shell.run(with(other, "import", "sealed")).err()).contains("--keys");
        assertThat(shell.run(with(other, "import", "sealed", "--keys", "keys-copy"))
                        .code())
                .isEqualTo(7);
        assertThat(shell.run(with(other, "import", "sealed", "--keys-master-key", "env:HOLDFAST_KEY_OF_TEST"))
                        .code())
                .isEqualTo(2);
        done(with(other, "import", "sealed", "--keys", "keys-copy", "--keys-master-key", "env:HOLDFAST_KEY_OF_TEST"));

        assertThat(done(with(other, "get", "secret")).out()).contains("hidden words");
    }

    private static String[] with(String[] options, String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + options.length);
        System.arraycopy(options, 0, all, arguments.length, options.length);
        return all;
    }

    @Test
    void export_neverReplacesAFileAndLeavesNoneThatIsNotWhole() throws IOException {
        done("set", "n", "1");
        Files.writeString(home.resolve("there"), "mine");
        assertThat(shell.run("export", "there").code()).isEqualTo(2);
        assertThat(Files.readString(home.resolve("there"))).isEqualTo("mine");
        assertThat(shell.run("export", "fresh", "@missing").code()).isEqualTo(4);
        assertThat(home.resolve("fresh")).doesNotExist();
        assertThat(home.resolve("fresh.part")).doesNotExist();
        Shell.Result streamed = done("export", "-", "@default");
        assertThat(streamed.out().lines().toList().getLast()).startsWith("{\"end\":");
    }

    @Test
    void backup_isRestoredWithTheDataOfThen() throws IOException {
        done("set", "n", "1");
        done("backup", "kept");
        done("set", "n", "2");
        assertThat(done("backup", "kept", "--json").json().get("segment")).isEqualTo(Json.of(2));
        assertThat(done("backup", "kept").out()).contains("nothing is new");
        done("backup", "--file", "single");
        String restored = "file:" + home.resolve("restored");
        done("restore", "kept", "--to", restored);
        assertThat(done("get", "n", "--store", restored).out()).startsWith("2");
        assertThat(shell.run("restore", "kept", "--to", restored).code()).isEqualTo(3);
        done("restore", "single", "--to", "sqlite:" + home.resolve("single.db"));
        assertThat(done("get", "n", "--store", "sqlite:" + home.resolve("single.db"))
                        .out())
                .startsWith("2");
        assertThat(shell.run("restore", "kept", "--to", "sqlite:" + home.resolve("at.db"), "--at", "then")
                        .code())
                .isEqualTo(2);
        done("restore", "kept", "--to", "sqlite:" + home.resolve("at.db"), "--at", "2020-01-01T00:00:00Z");
        done("verify", "--store", restored);
    }

    @Test
    void encryptedBackup_needsTheKeysThatAreKeptApart() throws IOException {
        done(encrypted("set", "secret", "\"hidden words\""));
        done(encrypted("backup", "sealed-backup", "--keys", "keys-copy"));
        for (String file : List.of("sealed-backup/backup-000001.jsonl", "keys-copy")) {
            assertThat(Files.readString(home.resolve(file)))
                    .doesNotContain("hidden")
                    .doesNotContain(KEY);
        }
        String restored = "sqlite:" + home.resolve("unsealed.db");
        assertThat(shell.run("restore", "sealed-backup", "--to", restored).code())
                .isEqualTo(2);
        String other = "sqlite:" + home.resolve("opened.db");
        done(encrypted("restore", "sealed-backup", "--to", other, "--keys", "keys-copy"));
        assertThat(done(encrypted("get", "secret", "--store", other)).out()).contains("hidden words");
        done(encrypted("set", "secret", "\"hidden again\"", "--store", other));
        done(encrypted("verify", "--store", other));
        assertThat(Files.readAllBytes(home.resolve("opened.db")))
                .satisfies(content -> assertThat(new String(content, StandardCharsets.ISO_8859_1))
                        .doesNotContain("hidden"));
        String keyless = "sqlite:" + home.resolve("keyless.db");
        assertThat(shell.run(encrypted("restore", "sealed-backup", "--to", keyless))
                        .code())
                .isEqualTo(2);
    }

    private void worked() {
        done("set", "n", "1");
        try (Holdfast holdfast = Holdfast.open(defaultStore())) {
            holdfast.open(StateSpec.named("plan")).write(w -> w.set("text", "shown"));
            holdfast.open(StateSpec.named("short").keep(Keep.revisions(1))).write(w -> w.set("a", 1));
            holdfast.compact(Progress.NONE);
        }
    }

    private Shell.Result done(String... arguments) {
        Shell.Result result = shell.run(arguments);
        assertThat(result.code()).as(result.err() + result.out()).isZero();
        return result;
    }

    private static String[] encrypted(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--master-key";
        all[arguments.length + 1] = "env:HOLDFAST_KEY_OF_TEST";
        return all;
    }

    private String defaultStore() {
        return "sqlite:" + home.resolve("data/holdfast/state.db");
    }

    private List<String> lines(String file) throws IOException {
        List<String> lines = Files.readAllLines(home.resolve(file));
        return lines.subList(1, lines.size() - 1);
    }

    private static Path root() {
        Path at = Path.of("").toAbsolutePath();
        return Files.exists(at.resolve("docs")) ? at : Objects.requireNonNull(at.getParent());
    }
}

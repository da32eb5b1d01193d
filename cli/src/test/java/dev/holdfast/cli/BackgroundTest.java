package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.Crowd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One process for all hosts, without the shim. */
final class BackgroundTest {
    private static final Duration PATIENCE = Duration.ofSeconds(Crowd.PATIENCE_SECONDS);

    private static final List<String> COMMANDS = List.of(
            "get",
            "get k",
            "get --json k",
            "get none",
            "get @none",
            "get k v too many",
            "list",
            "list --json",
            "list @n --nonsense",
            "history",
            "history --max 0",
            "diff --from 1",
            "replay --step",
            "undo --to 99",
            "set k",
            "set k not-json",
            "get --help",
            "get --store carrier-pigeon: k",
            "get --store memory: k",
            "get --json --store sqlite:/proc/none/state.db k");

    private final Path home;
    private final Shell shell;

    BackgroundTest(@TempDir Path home) {
        this.home = home;
        this.shell = new Shell(home);
    }

    @Test
    void hosts_shareAStoreByWhateverPathAndKeepTheirOwnOptions() throws Exception {
        Path folder = Files.createDirectories(home.resolve("a/b"));
        try (Background process = Background.start(shell);
                Background.Host one = process.host(folder, Map.of(), "--store", "sqlite:../s.db");
                Background.Host two = process.host(
                        home, Map.of("HOLDFAST_NAMESPACE", "other", "HOLDFAST_STORE", "sqlite:a/./s.db"))) {
            assertThat(one.call("state", "{'key':'k','value':1}").bool("wrote")).isTrue();
            assertThat(two.call("state", "{'key':'k'}").bool("exists")).isFalse();

            JsonObject listed = process.listed();
            assertThat(listed.get("hosts")).hasToString("2");
            assertThat(Objects.requireNonNull(listed.array("stores"))).hasSize(1);
            assertThat(home.resolve("a/s.db")).exists();
        }
    }

    @Test
    void store_isClosedByTheLastAndOpenedAgain() throws Exception {
        try (Background process = Background.start(shell)) {
            for (int round = 0; round < 3; round++) {
                try (Background.Host host = process.host(home, Map.of())) {
                    assertThat(host.call("state", "{'key':'k','value':1}").string("key"))
                            .isEqualTo("k");
                    assertThat(process.listed().array("stores")).hasSize(1);
                }
                await().atMost(PATIENCE)
                        .until(() -> Objects.requireNonNull(process.listed().array("stores"))
                                .isEmpty());
            }
        }
    }

    @Test
    void store_whoseFilesWereReplacedIsAnotherOne() throws Exception {
        try (Background process = Background.start(shell);
                Background.Host before = process.host(home, Map.of(), "--store", "file:" + home.resolve("s"))) {
            assertThat(before.call("state", "{'key':'k','value':1}").bool("wrote"))
                    .isTrue();
            Files.move(home.resolve("s"), home.resolve("gone"));

            try (Background.Host after = process.host(home, Map.of(), "--store", "file:" + home.resolve("s"))) {
                assertThat(after.call("state", "{'key':'k'}").bool("exists")).isFalse();
                assertThat(process.listed().array("stores")).hasSize(2);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--store memory:",
                "--standalone",
                "--profile wide",
                "--log nothing",
                "--nonsense",
                "--help",
                "--store carrier-pigeon:",
                "--store sqlite:/proc/none/state.db"
            })
    void host_thatCannotBeServedIsToldToServeItself(String options) throws Exception {
        try (Background process = Background.start(shell)) {
            assertThat(process.answer(home, Map.of(), options.split(" ", -1))).isEqualTo("own\n");
            assertThat(process.listed().array("stores")).isEmpty();
        }
    }

    @Test
    void command_answersAsInAProcessOfItsOwn() throws Exception {
        assertThat(shell.run("set", "k", "1").code()).isZero();
        assertThat(shell.run("set", "k", "{\"a\":\"\u00e9\"}").code()).isZero();
        try (Background process = Background.start(shell)) {
            for (String line : COMMANDS) {
                String[] arguments = line.split(" ", -1);
                assertThat(withoutIds(process.command(home, "", arguments)))
                        .as(line)
                        .isEqualTo(withoutIds(shell.run(arguments)));
            }
        }
    }

    /** Each call has an id of its own. */
    private static Shell.Result withoutIds(Shell.Result result) {
        String id = "\"?op\"?: ?\"[0-9a-z]{12}\"";
        return new Shell.Result(
                result.code(), result.out().replaceAll(id, "op"), result.err().replaceAll(id, "op"));
    }

    @Test
    void command_writesWhatItReads() throws Exception {
        try (Background process = Background.start(shell);
                Background.Host host = process.host(home, Map.of())) {
            assertThat(process.command(home, "[\"\u00e9\"]", "set", "k", "-").code())
                    .isZero();
            assertThat(host.call("state", "{'key':'k'}").get("value")).hasToString("[\"\u00e9\"]");
            assertThat(process.command(home, "{", "set", "k", "-").code()).isEqualTo(2);
            assertThat(process.command(home, "", "undo").code()).isZero();
            assertThat(shell.run("get", "k").out()).isEqualTo("null\n");
            assertThat(process.listed().get("hosts")).hasToString("1");
        }
    }

    @Test
    void command_thatIsNotBriefIsNotCarriedOut() throws Exception {
        try (Background process = Background.start(shell)) {
            for (String line : List.of("stdio", "serve", "watch", "verify", "background --folder x", "stop", "?", "")) {
                assertThat(process.declines(line.split(" ", -1))).as(line).isTrue();
            }
        }
    }

    @Test
    void log_goesToTheHostThatAskedForIt() throws Exception {
        try (Background process = Background.start(shell);
                Background.Host host = process.host(home, Map.of("HOLDFAST_LOG", "changes"))) {
            assertThat(host.call("state", "{'key':'k','value':1}").bool("wrote"))
                    .isTrue();

            assertThat(host.line()).contains("\"change\":");
        }
    }

    @Test
    void process_endsAfterTheLastHost() throws Exception {
        shell.with("HOLDFAST_LINGER", "1");
        Background process = Background.start(shell);
        try (Background.Host host = process.host(home, Map.of())) {
            assertThat(host.call("state", "{'key':'k'}").bool("exists")).isFalse();
        }

        assertThat(process.code()).isZero();
        assertThat(process.folder()).doesNotExist();
    }

    @Test
    void process_ofAnOlderBuildServesItsHostsAndTakesNoNewOnes() throws Exception {
        Path build = Files.createDirectories(home.resolve("build/b1"));
        name("b1");
        Background process = Background.start(shell, "--build", build.toString());
        try (Background.Host host = process.host(home, Map.of())) {
            name("b2");

            assertThat(process.answer(home, Map.of())).isEqualTo("own\n");
            assertThat(host.call("state", "{'key':'k','value':1}").bool("wrote"))
                    .isTrue();
            assertThat(shell.run("ps").out()).contains("1 hosts", "b1, an older build", "state.db");
        }
        assertThat(process.code()).isZero();
    }

    @Test
    void stop_answersWhatRunsAndEndsTheProcess() throws Exception {
        Background process = Background.start(shell);
        try (Background.Host host = process.host(home, Map.of())) {
            assertThat(host.call("state", "{'key':'k','value':1}").bool("wrote"))
                    .isTrue();

            assertThat(shell.run("stop").out()).contains("it served 1 hosts");

            assertThat(host.isOver()).isTrue();
        }
        assertThat(process.code()).isZero();
        assertThat(process.folder()).doesNotExist();
        assertThat(shell.run("ps").out()).startsWith("none");
        assertThat(shell.run("stop", "--json").out()).isEqualTo("{\"stopped\":[]}\n");
    }

    @Test
    void doctor_tellsOfTheProcess() throws Exception {
        assertThat(shell.run("doctor").out()).containsPattern("ok +process +none runs");
        try (Background process = Background.start(shell)) {
            assertThat(process.listed().get("hosts")).hasToString("0");
            assertThat(shell.run("doctor").out()).containsPattern("ok +process +pid \\d+ serves 0 hosts");
        }
    }

    private void name(String build) throws IOException {
        Files.writeString(home.resolve("build/current"), build + "\n");
    }
}

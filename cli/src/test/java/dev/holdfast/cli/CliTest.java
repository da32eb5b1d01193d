package dev.holdfast.cli;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.command.ExitCode;
import dev.holdfast.engine.Failure;
import dev.holdfast.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CliTest {
    private final Shell shell;

    CliTest(@TempDir Path home) {
        this.shell = new Shell(home);
    }

    @Test
    void help_namesEveryCommand() {
        Shell.Result help = shell.run("--help");

        assertThat(help.code()).isZero();
        assertThat(help.out())
                .contains(
                        "-h, --help",
                        "stdio",
                        "serve",
                        "get",
                        "set",
                        "list",
                        "history",
                        "diff",
                        "replay",
                        "watch",
                        "undo",
                        "ask",
                        "answer",
                        "questions",
                        "send",
                        "machine",
                        "workflow",
                        "verify",
                        "compact",
                        "stats",
                        "doctor",
                        "background",
                        "ps",
                        "stop",
                        "tour",
                        "HOLDFAST_STORE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stdio",
                "serve",
                "get",
                "set",
                "list",
                "history",
                "diff",
                "replay",
                "watch",
                "undo",
                "ask",
                "answer",
                "questions",
                "send",
                "machine",
                "workflow",
                "verify",
                "compact",
                "stats",
                "doctor",
                "background",
                "ps",
                "stop",
                "tour"
            })
    void help_ofACommandSaysHowToCallIt(String command) {
        Shell.Result help = shell.run(command, "--help");

        assertThat(help.code()).as(help.err()).isZero();
        assertThat(help.out()).contains("Usage: holdfast " + command, "-h, --help", "-V, --version");
        assertThat(help.out()).doesNotContain("${");
    }

    @Test
    void version_isThatOfTheBuild() {
        assertThat(shell.run("--version").out()).matches("holdfast \\d+\\.\\d+\\.\\d+.*\\R");
    }

    @Test
    void nonsense_isRefusedByName() {
        assertThat(shell.run().code()).isEqualTo(2);
        assertThat(shell.run("gte").err()).contains("get");
        assertThat(shell.run("gte").code()).isEqualTo(2);
        assertThat(shell.run("get", "--stoer", "x").err()).contains("--stoer");
        assertThat(shell.run("serve", "--port", "many").err()).contains("--port");
        assertThat(shell.with("HOLDFAST_PORT", "many").run("serve").err()).contains("--port");
        assertThat(shell.run("stdio", "--profile", "wide").err()).contains("--profile");
        assertThat(shell.run("set", "k").code()).isEqualTo(2);
        Shell.Result broken = shell.run("set", "k", "{broken");
        assertThat(broken.code()).isEqualTo(2);
        assertThat(broken.err()).contains("JSON").contains("--string");
    }

    @Test
    void nonsense_isJsonIfThatIsAskedFor() {
        JsonObject failure = shell.run("get", "--json", "--nonsense").json();

        assertThat(failure.string("code")).isEqualTo("invalid");
        assertThat(failure.string("hint")).contains("--nonsense");
    }

    @Test
    void store_thatCannotBeHadIsUnavailable() {
        Shell.Result unknown = shell.run("get", "k", "--store", "carrier-pigeon:");
        Shell.Result missing = shell.run("get", "k", "--store", "sqlite:/proc/none/state.db", "--json");

        assertThat(unknown.code()).isEqualTo(7);
        assertThat(unknown.err()).contains("--store carrier-pigeon:");
        assertThat(missing.code()).isEqualTo(7);
        assertThat(missing.json().string("code")).isEqualTo("unavailable");
    }

    @Test
    void exitCodes_tellTheKindOfFailure() {
        assertThat(ExitCode.of(Failure.Code.INVALID)).isEqualTo(2);
        assertThat(ExitCode.of(Failure.Code.CONFLICT)).isEqualTo(3);
        assertThat(ExitCode.of(Failure.Code.NOT_FOUND)).isEqualTo(4);
        assertThat(ExitCode.of(Failure.Code.EXPIRED)).isEqualTo(4);
        assertThat(ExitCode.of(Failure.Code.COMPACTED)).isEqualTo(4);
        assertThat(ExitCode.of(Failure.Code.FORBIDDEN)).isEqualTo(5);
        assertThat(ExitCode.of(Failure.Code.REJECTED)).isEqualTo(6);
        assertThat(ExitCode.of(Failure.Code.LIMIT)).isEqualTo(6);
        assertThat(ExitCode.of(Failure.Code.OP_REUSED)).isEqualTo(6);
        assertThat(ExitCode.of(Failure.Code.UNAVAILABLE)).isEqualTo(7);
    }

    @Test
    void tour_showsThatEveryStepBehaves() {
        Shell.Result tour = shell.run("tour");

        assertThat(tour.out()).doesNotContain("FAILED").contains("all as expected");
        assertThat(tour.code()).isZero();
    }

    @Test
    void stdio_answersOnStandardOutputAlone() {
        shell.typing("""
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
            "capabilities":{},"clientInfo":{"name":"t","version":"1"}}}
            {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"state","arguments":{"key":"k",\
            "value":1}}}
            """);
        Shell.Result stdio = shell.run("stdio");

        assertThat(stdio.code()).isZero();
        assertThat(stdio.out().lines()).hasSize(2).allMatch(line -> line.startsWith(json("{'jsonrpc':'2.0'")));
        assertThat(shell.run("get", "k").out()).isEqualTo("1\n");
    }
}

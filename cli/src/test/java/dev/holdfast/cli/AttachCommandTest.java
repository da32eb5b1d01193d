package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.holdfast.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts are told of the server in their own files, which are otherwise left as they are. */
final class AttachCommandTest {
    private final Path home;
    private final Shell shell;

    AttachCommandTest(@TempDir Path home) {
        this.home = home;
        this.shell = new Shell(home).with("HOLDFAST_LAUNCHER", "/opt/holdfast");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "claude-desktop",
                "claude-code",
                "cursor",
                "vscode",
                "copilot-cli",
                "codex",
                "gemini",
                "opencode",
                "goose",
                "zed"
            })
    void host_isToldInItsOwnFileAndForgetsItAgain(String host) throws IOException {
        List<Path> before = settings();
        assertThat(done("attach", host).out()).contains("+ ").contains("/opt/holdfast");
        assertThat(settings()).hasSize(before.size() + 1);
        assertThat(done("attach", host).out()).contains("nothing to change");
        done("attach", host, "--remove");
        assertThat(settings()).isEqualTo(before);
        assertThat(done("attach", host, "--remove").out()).contains("nothing to change");
    }

    @Test
    void file_isTheSameByteForByteAfterRemoval() throws IOException {
        for (String text : List.of(
                "",
                "{}",
                "{ }\r\n",
                "\uFEFF{\r\n\t\"x\": 1\r\n}",
                "{\"mcpServers\":{}}",
                "{\"mcpServers\":{ // c\n}}")) {
            Path file = home.resolve("settings.json");
            Files.writeString(file, text);
            done("attach", "cursor", "--file", file.toString());
            assertThat(Files.readString(file)).contains("/opt/holdfast");
            done("attach", "cursor", "--file", file.toString(), "--remove");
            assertThat(Files.readString(file)).isEqualTo(text);
        }
    }

    @Test
    void file_thatWasChangedMeanwhileLosesTheEntryAlone() throws IOException {
        Path file = home.resolve("mcp.json");
        Files.writeString(file, "{\n  \"a\": 1\n}\n");
        done("attach", "cursor", "--file", file.toString());
        Files.writeString(file, Files.readString(file).replace("\"a\": 1", "\"a\": 2"));
        done("attach", "cursor", "--file", file.toString(), "--remove");
        assertThat(Files.readString(file)).isEqualTo("{\n  \"a\": 2\n}\n");
    }

    @Test
    void link_isFollowedAndPermissionsStay() throws IOException {
        assumeThat(FileSystems.getDefault().supportedFileAttributeViews()).contains("posix");
        Path file = Files.writeString(
                Files.createDirectories(home.resolve("dotfiles")).resolve("mcp.json"), "{}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(home.resolve("mcp.json"), file);
        done("attach", "cursor", "--file", link.toString());
        assertThat(link).isSymbolicLink();
        assertThat(Files.readString(file)).contains("/opt/holdfast");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        Shell.Result refused = shell.run("attach", "cursor", "--file", link.toString(), "--remove");
        assertThat(refused.code()).isEqualTo(7);
        assertThat(refused.err()).contains("read-only");
    }

    @Test
    void otherServerAndOwnSettings_areReplacedByForceAlone() throws IOException {
        Path file = home.resolve("mcp.json");
        for (String entry :
                List.of("{\"command\": \"other\"}", "{\"command\": \"holdfast\", \"env\": {\"A\": \"b\"}}")) {
            String text = "{\"mcpServers\": {\"holdfast\": " + entry + "}}";
            Files.writeString(file, text);
            Shell.Result refused = shell.run("attach", "cursor", "--file", file.toString());
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.err()).contains("--force");
            assertThat(Files.readString(file)).isEqualTo(text);
            done("attach", "cursor", "--file", file.toString(), "--force");
            done("attach", "cursor", "--file", file.toString(), "--remove");
            assertThat(Files.readString(file)).isEqualTo("{\"mcpServers\": {}}");
        }
    }

    @Test
    void brokenFile_isRefusedAndStays() throws IOException {
        Path file = home.resolve("mcp.json");
        byte[] latin = "{\"a\": \"ü\"}".getBytes(StandardCharsets.ISO_8859_1);
        for (byte[] content : List.of("{\"a\": ".getBytes(StandardCharsets.UTF_8), latin)) {
            Files.write(file, content);
            Shell.Result refused = shell.run("attach", "cursor", "--file", file.toString());
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.err()).contains("not changed");
            assertThat(Files.readAllBytes(file)).isEqualTo(content);
        }
    }

    @Test
    void print_changesNothing() throws IOException {
        assertThat(done("attach", "codex", "--print", "--", "--namespace", "one")
                        .out())
                .isEqualTo("""
                        [mcp_servers.holdfast]
                        command = "/opt/holdfast"
                        args = ["stdio", "--namespace", "one"]
                        """);
        assertThat(done("attach", "n8n").out()).contains("HTTP Streamable");
        assertThat(settings()).isEmpty();
        assertThat(shell.run("attach", "emacs").err()).contains("librechat");
        assertThat(shell.run("attach", "librechat").err()).contains("--project");
        assertThat(done("attach", "librechat", "--project", "--json").json().get("changed"))
                .isEqualTo(Json.of(true));
    }

    @Test
    void check_tellsWhyAServerDoesNotAnswer() throws IOException {
        Path file = home.resolve("mcp.json");
        assertThat(shell.run("attach", "cursor", "--file", file.toString(), "--check")
                        .code())
                .isEqualTo(7);
        done("attach", "cursor", "--file", file.toString(), "--command", "/no/such/holdfast");
        Shell.Result missing = shell.run("attach", "cursor", "--file", file.toString(), "--check");
        assertThat(missing.code()).isEqualTo(7);
        assertThat(missing.out()).contains("fail").contains("/no/such/holdfast");
    }

    /** All files in the home but those that Holdfast keeps for itself. */
    private List<Path> settings() throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !Objects.toString(file).contains("attached"))
                    .toList();
        }
    }

    private Shell.Result done(String... arguments) {
        Shell.Result result = shell.run(arguments);
        assertThat(result.code()).as(result.err() + result.out()).isZero();
        return result;
    }
}

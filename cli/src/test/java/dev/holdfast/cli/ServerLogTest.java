package dev.holdfast.cli;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --log changes} of servers that were started as users start them. */
final class ServerLogTest {
    private static final String PASSWORD = "hunter2";

    private final Path home;
    private final Shell shell;

    ServerLogTest(@TempDir Path home) {
        this.home = home;
        this.shell = new Shell(home);
    }

    @Test
    void serve_logsALineForEveryCommitAndNoneForWhatWasRefused() throws Exception {
        try (Served served = Served.start(shell, "--log", "changes")) {
            String handle = Objects.requireNonNull(
                    served.call("state_open", object("""
                    {"name":"plan","data":{"secret":"%s"}}""")).string("handle"));
            served.call("state_write", object("""
                    {"handle":"@plan","set":{"b":"%s","a":1},"note":"%s"}"""));
            served.call("state_write", object("""
                    {"handle":"@plan","set":{"a":2},"if_revision":1}"""));
            served.call("state_write", object("""
                    {"handle":"@plan","set":{"a":1}}"""));
            served.call("state_undo", object("""
                    {"handle":"@plan"}"""));
            served.call("state_close", object("""
                    {"handle":"@plan"}"""));

            List<JsonObject> lines = lines(served, 4);
            assertThat(lines)
                    .hasSize(4)
                    .extracting(line -> line.without("at").without("bytes").toString())
                    .containsExactly(
                            line(handle, "created", 1, json("['secret']"), 1),
                            line(handle, "written", 2, json("['a','b']"), 2),
                            line(handle, "undone", 3, json("['a','b']"), 2),
                            line(handle, "closed", 4, "[]", 0));
            assertThat(lines).allMatch(line -> line.has("at") && line.has("bytes"));
            assertThat(served.err()).doesNotContain(PASSWORD, handle);
        }
    }

    @Test
    void serve_logsWhoeverOfItsCallersWroteAndOtherProcessesToo() throws Exception {
        Path keys = home.resolve("keys");
        Files.writeString(keys, key("alice") + key("bob"));
        shell.with("HOLDFAST_LOG", "changes").with("HOLDFAST_API_KEYS", keys.toString());
        try (Served served = Served.start(shell)) {
            for (String subject : List.of("alice", "bob")) {
                served.as("key-of-" + subject).call("state", object("""
                        {"key":"k","value":"%s"}"""));
            }
            shell.run("set", "k", "1");

            assertThat(lines(served, 6))
                    .extracting(line -> line.string("actor"))
                    .containsExactlyInAnyOrder("alice", "alice", "bob", "bob", "local/default", "local/default");
        }
    }

    @Test
    void stdio_logsOnStandardErrorAlone() {
        shell.typing("""
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
                "capabilities":{},"clientInfo":{"name":"t","version":"1"}}}
                {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"state","arguments":{"key":"k",\
                "value":"hunter2"}}}
                """);

        Shell.Result stdio = shell.run("stdio", "--log", "changes");

        assertThat(stdio.code()).isZero();
        assertThat(stdio.out().lines()).hasSize(2).allMatch(line -> line.startsWith(json("{'jsonrpc':'2.0'")));
        assertThat(stdio.err().lines().map(line -> ((JsonObject) Json.parse(line)).string("change")))
                .containsExactly("created", "written");
        assertThat(stdio.err()).doesNotContain(PASSWORD);
    }

    @Test
    void stdio_refusesToLogWhatItDoesNotKnow() {
        Shell.Result refused = shell.run("stdio", "--log", "everything");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("--log").contains("changes");
    }

    private static List<JsonObject> lines(Served served, int count) {
        await().atMost(Duration.ofSeconds(30)).until(() -> served.logged().size() >= count);
        return served.logged();
    }

    private static JsonObject object(String text) {
        return (JsonObject) Json.parse(text.replace("%s", PASSWORD));
    }

    private static String line(String handle, String change, int revision, String keys, int changed) {
        return JsonObject.builder()
                .put("change", change)
                .put("state", handle.substring(0, 11))
                .put("revision", revision)
                .put("actor", "local/default")
                .put("keys", Json.parse(keys))
                .put("keys_changed", changed)
                .build()
                .toString();
    }

    private static String key(String subject) throws Exception {
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(("key-of-" + subject).getBytes(StandardCharsets.UTF_8));
        return subject + " state:read,state:write " + HexFormat.of().formatHex(hash) + "\n";
    }
}

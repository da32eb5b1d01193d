package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.Crowd;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit log at the command line. */
final class AuditCommandTest {
    private final Path home;
    private final Shell shell;

    AuditCommandTest(@TempDir Path home) {
        this.home = home;
        this.shell = new Shell(home);
        shell.with("HOLDFAST_STORE", "sqlite:" + home.resolve("state.db"));
        shell.with("HOLDFAST_AUDIT", "beside");
    }

    @Test
    void commands_areRecordedBesideTheStore_andShown() {
        shell.run("set", "secret-key", "\"secret-value\"");
        shell.run("get", "secret-key");

        Shell.Result all = shell.run("audit");
        assertThat(all.code()).as(all.err()).isZero();
        assertThat(all.out())
                .contains("local/default create", "asked via command", "local/default read", " ok via command")
                .doesNotContain("secret");
        assertThat(home.resolve("state.db-audit")).exists();
        assertThat(shell.run("audit", "--did", "read", "--outcome", "not_found").out())
                .isEmpty();
        assertThat(shell.run("verify").code()).isZero();
    }

    @Test
    void entries_areFound_pageByPage() {
        shell.run("set", "k", "1");
        JsonArray all = entries(shell.run("audit", "--principal", "local/default", "--json"));

        Shell.Result first = shell.run("audit", "--json", "--limit", "2");
        String next = first.json().string("next");
        JsonArray second = entries(shell.run("audit", "--json", "--limit", "1", "--cursor", String.valueOf(next)));

        assertThat(entries(first)).hasSize(2);
        assertThat(second.get(0)).isEqualTo(all.get(2));
        String handle = String.valueOf(((JsonObject) all.get(0)).string("handle"));
        assertThat(entries(shell.run("audit", "--json", "--handle", handle))).isNotEmpty();
    }

    @Test
    void followedLog_isShownAsItGrows_andGoneOnWith() throws Exception {
        shell.run("set", "k", "1");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Future<Integer> following = Crowd.start(() -> Cli.run(
                shell.surroundings(out, new ByteArrayOutputStream()),
                "audit",
                "--follow",
                "--json",
                "--did",
                "read",
                "--limit",
                "2"));
        await().until(() -> shell.run("get", "k").code() == 0
                && out.toString(StandardCharsets.UTF_8).lines().count() > 2);
        assertThat(Crowd.join(following)).isZero();
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        String next = ((JsonObject) Json.parse(lines.getLast())).string("next");
        shell.run("get", "k");

        Shell.Result later =
                shell.run("audit", "--follow", "--did", "read", "--limit", "1", "--cursor", String.valueOf(next));

        assertThat(lines.subList(0, lines.size() - 1)).doesNotHaveDuplicates().allMatch(line -> line.contains("read"));
        assertThat(later.out()).contains("local/default read", "go on with: --follow --cursor follow;");
    }

    @Test
    void encryptedStore_hasAnEncryptedLog() throws Exception {
        Path key = home.resolve("master.key");
        Files.writeString(key, "00".repeat(31) + "07");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        shell.with("HOLDFAST_MASTER_KEY", key.toString());
        shell.run("set", "k", "1");

        assertThat(shell.run("audit").out()).contains("local/default create");
        String stored = Files.readString(home.resolve("state.db-audit"), StandardCharsets.ISO_8859_1);
        assertThat(stored).contains("\"sealed\":").doesNotContain("local/default");
        assertThat(shell.run("verify").code()).isZero();
    }

    @Test
    void whatIsAskedWrongly_isRefused() {
        shell.run("set", "k", "1");
        refused("no kind of audit entry", "audit", "--did", "look");
        refused("a time is written", "audit", "--since", "yesterday");
        refused("--limit is", "audit", "--limit", "0");
        refused("--until is not for --follow", "audit", "--follow", "--until", "2026-11-30T08:00:00Z");
        refused("1 day at least", "audit", "--audit-keep", "0");
        shell.run("audit", "--end");
        shell.with("HOLDFAST_AUDIT", "");
        refused("say where the audit log is", "audit");
    }

    @Test
    void auditedStore_isUsedWithItsLogOnly_untilThatIsEnded() {
        shell.run("set", "k", "1");
        shell.with("HOLDFAST_AUDIT", "");
        Shell.Result without = shell.run("get", "k");
        assertThat(without.code()).isEqualTo(7);
        assertThat(without.err()).contains("keeps an audit log", "--audit");

        shell.with("HOLDFAST_AUDIT", "beside");
        assertThat(shell.run("audit", "--end").out()).contains("keeps no audit log any more");
        shell.with("HOLDFAST_AUDIT", "");
        assertThat(shell.run("get", "k").out()).contains("1");
        shell.with("HOLDFAST_AUDIT", "beside");
        assertThat(shell.run("audit").out()).contains("local/default end_audit ok via command");
    }

    private void refused(String why, String... arguments) {
        Shell.Result result = shell.run(arguments);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(why);
    }

    private static JsonArray entries(Shell.Result result) {
        return Objects.requireNonNull(result.json().array("entries"));
    }
}

package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.Crowd;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServeCommandTest {
    private static final int OTHER_USER = 54_321;

    private final Path home;
    private final Shell shell;

    ServeCommandTest(@TempDir Path home) {
        this.home = home;
        this.shell = new Shell(home);
    }

    @Test
    void serve_refusesOtherMachinesWithoutAToken() {
        Shell.Result refused = shell.run("serve", "--host", "0.0.0.0", "--port", "0");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("--host").contains("--token");
    }

    @Test
    void serve_refusesToLogWhatItDoesNotKnow() {
        Shell.Result refused = shell.run("serve", "--port", "0", "--log", "everything");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("--log").contains("changes");
    }

    @Test
    void serve_refusesATokenFileThatOthersCanRead() throws Exception {
        Path file = home.resolve("token");
        Files.writeString(file, "a".repeat(40));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        Shell.Result refused = shell.run("serve", "--port", "0", "--token=" + file);

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("chmod 600").doesNotContain("aaaa");
    }

    @Test
    void serve_refusesSecretsThatAnotherUserPutThere() throws Exception {
        Path file = home.resolve("planted");
        Files.writeString(file, "a".repeat(40));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assumeTrue(give(file), "only the administrator can give files away");

        for (String option : new String[] {"--token=", "--state-key=", "--api-keys="}) {
            Shell.Result refused = shell.run("serve", "--port", "0", option + file);
            assertThat(refused.code()).as(option).isEqualTo(2);
            assertThat(refused.err()).contains("another user").doesNotContain("aaaa");
        }
    }

    @Test
    void serve_refusesApiKeysThatOthersCanChange() throws Exception {
        Path file = home.resolve("keys");
        Files.writeString(file, "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));

        Shell.Result refused = shell.run("serve", "--port", "0", "--api-keys", file.toString());

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("chmod go-w");
    }

    @Test
    void lostStore_isToldByHealthAndToolsAndByDoctor() throws Exception {
        Path store = home.resolve("state.db");
        shell.with("HOLDFAST_STORE", "sqlite:" + store);
        JsonObject one = JsonObject.of("key", Json.of("a"), "value", Json.of(1));
        try (Served served = Served.start(shell)) {
            served.call("state", one);
            assertThat(served.get("/health").statusCode()).isEqualTo(200);
            assertThat(served.get("/health/ready").statusCode()).isEqualTo(200);

            Files.delete(store);

            JsonObject refused = served.call("state", one);
            assertThat(refused.string("code")).isEqualTo("unavailable");
            assertThat(refused.toString()).contains("state.db was deleted or moved", "start again");
            HttpResponse<String> health = served.get("/health");
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(served.get("/health/ready").statusCode()).isEqualTo(503);
            assertThat(served.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(health.body())
                    .contains("unavailable", "deleted, replaced or cut")
                    .doesNotContain("state.db");
            assertThat(shell.run("doctor").code()).isEqualTo(7);
            assertThat(shell.run("verify").code()).isEqualTo(7);
        }
        assertThat(store).doesNotExist();
    }

    private static boolean give(Path file) {
        try {
            Files.setAttribute(file, "unix:uid", OTHER_USER);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    @Test
    void serve_refusesApiKeysThatAreNotHashed() throws Exception {
        Path file = home.resolve("keys");
        Files.writeString(file, "alice state:read open-sesame");

        Shell.Result refused = shell.run("serve", "--port", "0", "--api-keys", file.toString());

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("Line 1").doesNotContain("sesame");
    }

    @Test
    void serve_refusesAnIssuerThatIsHalfDescribedOrInsecure() {
        Shell.Result half = shell.run("serve", "--port", "0", "--issuer", "https://auth.example");
        assertThat(half.code()).isEqualTo(2);
        assertThat(half.err()).contains("--audience").contains("--jwks");

        Shell.Result insecure = shell.with("HOLDFAST_ISSUER", "http://auth.example")
                .with("HOLDFAST_JWKS", "https://auth.example/jwks")
                .run("serve", "--port", "0", "--audience", "https://mcp.example/mcp");
        assertThat(insecure.code()).isEqualTo(2);
        assertThat(insecure.err()).contains("issuer must be an https URI");
    }

    @Test
    void serve_refusesAStateKeyThatIsNone() throws Exception {
        Path file = home.resolve("state-key");
        for (String text : new String[] {"", "open-sesame", "b".repeat(43) + "\n" + "b".repeat(43)}) {
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

            Shell.Result refused = shell.run("serve", "--port", "0", "--state-key", file.toString());

            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.err()).contains("--state-key").doesNotContain("sesame", "bbbb");
        }
    }

    @Test
    void secretFile_isMadeOnceForItsOwnerAloneHoweverManyBeginAtOnce() throws Exception {
        Path file = home.resolve("config/holdfast/token");
        List<String> secrets = Crowd.runOnPlatformThreads(8, i -> new SecretFile(file, "--token").text());

        assertThat(Set.copyOf(secrets)).hasSize(1);
        assertThat(secrets.getFirst()).hasSizeGreaterThanOrEqualTo(43);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(home.resolve("config/holdfast"))) {
            assertThat(files).containsExactly(file);
        }
    }
}

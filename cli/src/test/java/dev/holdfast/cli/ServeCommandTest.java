package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Crowd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServeCommandTest {
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

package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EncryptionOptionsTest {
    private static final String SECRET = "what no file may show";
    private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=";
    private static final String OTHER = "00".repeat(31) + "07";

    private final Path home;
    private final Shell shell;
    private final Path key;

    EncryptionOptionsTest(@TempDir Path home) throws IOException {
        this.home = home;
        this.shell = new Shell(home);
        this.key = keyFile("master.key", KEY);
        shell.with("HOLDFAST_STORE", "sqlite:" + home.resolve("state.db"));
    }

    @Test
    void masterKey_encryptsTheStore_andItsFileNeedsNoAbsolutePath() throws IOException {
        assertThat(shell.run("set", "k", "--string", SECRET, "--master-key", "master.key")
                        .code())
                .isZero();

        Shell.Result read = shell.run("get", "k", "--master-key", key.toString());
        assertThat(read.out()).as(read.err()).contains(SECRET);
        assertThat(home.resolve("state.db-vault")).exists();
        assertNotStored();
        assertThat(shell.run("verify", "--master-key", "master.key").out()).startsWith("sound: ");
    }

    @Test
    void masterKeyAndVault_areTakenFromVariables() throws IOException {
        shell.with("HOLDFAST_MASTER_KEY", "env:HOLDFAST_SECRET").with("HOLDFAST_SECRET", KEY);
        shell.with("HOLDFAST_VAULT", "elsewhere/keys");

        assertThat(shell.run("set", "k", "--string", SECRET).err()).isEmpty();

        assertThat(shell.run("get", "k").out()).contains(SECRET);
        assertThat(home.resolve("elsewhere/keys")).exists();
        assertThat(home.resolve("state.db-vault")).doesNotExist();
        assertNotStored();
    }

    @Test
    void encryptedStore_isRefusedWithoutItsKey_andSaysWhatToDo() throws IOException {
        shell.run("set", "k", "--string", SECRET, "--master-key", "master.key");
        keyFile("other.key", OTHER);

        refused("get", "give the master key", "get", "k");
        refused("get", "belongs to the master key", "get", "k", "--master-key", "other.key");
        refused("get", "Put the right one back", "get", "k", "--master-key", "master.key", "--vault", "new-vault");
        assertThat(shell.run("get", "k", "--master-key", "master.key").out()).contains(SECRET);
    }

    @Test
    void masterKeyThatCannotBeTrusted_isRefused() throws IOException {
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        refused("get", "chmod 600", "get", "k", "--master-key", "master.key");
        keyFile("bad.key", "short");
        refused("get", "is no master key", "get", "k", "--master-key", "bad.key");
        refused("get", "is not set", "get", "k", "--master-key", "env:HOLDFAST_NONE");
        refused("get", "--vault needs --master-key", "get", "k", "--vault", "v");
        assertThat(home.resolve("state.db")).doesNotExist();
    }

    @Test
    void keys_areToldAndChanged() throws IOException {
        shell.run("set", "k", "--string", SECRET, "--master-key", "master.key");
        keyFile("other.key", OTHER);
        JsonObject first =
                shell.run("keys", "--json", "--master-key", "master.key").json();

        Shell.Result renewed = shell.run("keys", "renew", "--json", "--master-key", "master.key");
        assertThat(renewed.json()).isEqualTo(first.with("renewed", Json.of(1)));
        Shell.Result changed =
                shell.run("keys", "change", "--new-master-key", "other.key", "--master-key", "master.key");
        assertThat(changed.out()).contains("renewed 1 times");

        refused("keys", "belongs to the master key", "get", "k", "--master-key", "master.key");
        assertThat(shell.run("get", "k", "--master-key", "other.key").out()).contains(SECRET);
        JsonObject last =
                shell.run("keys", "--json", "--master-key", "other.key").json();
        assertThat(last.string("vault")).isEqualTo(first.string("vault"));
        assertThat(last.string("master_key")).isNotEqualTo(first.string("master_key"));
    }

    @Test
    void keysThatCannotBeChanged_staySo() throws IOException {
        shell.run("set", "k", "--string", SECRET, "--master-key", "master.key");
        keyFile("bad.key", "short");

        refused("verb", "keys takes status", "keys", "rotate", "--master-key", "master.key");
        refused("next", "change takes --new-master-key", "keys", "change", "--master-key", "master.key");
        refused(
                "bad",
                "is no master key",
                "keys",
                "change",
                "--new-master-key",
                "bad.key",
                "--master-key",
                "master.key");
        refused("clear", "the store is encrypted", "keys");
        assertThat(shell.run("get", "k", "--master-key", "master.key").out()).contains(SECRET);
        shell.with("HOLDFAST_STORE", "sqlite:" + home.resolve("clear.db"));
        shell.run("set", "k", "1");
        refused("keys", "is not encrypted", "keys");
    }

    @Test
    void whatWasStoredInClear_isSealedByOneCommand() throws IOException {
        shell.run("set", "k", "--string", SECRET);
        shell.run("set", "k", "--string", SECRET + 2);

        Shell.Result sealed = shell.run("keys", "seal", "--master-key", "master.key");

        assertThat(sealed.out()).as(sealed.err()).startsWith("sealed 2 states, folding 4 revisions; 0 ended");
        assertNotStored();
        assertThat(shell.run("get", "k", "--master-key", "master.key").out()).contains(SECRET + 2);
        assertThat(shell.run("verify", "--master-key", "master.key").out()).startsWith("sound: ");
    }

    @Test
    void doctor_saysWhatStaysReadable() {
        assertThat(shell.run("set", "k", "1").code()).isZero();
        assertThat(shell.run("doctor").out()).contains("encryption").contains("off: what is stored can be read");

        assertThat(shell.run("doctor", "--master-key", "master.key").out()).contains("readable without them are");
    }

    private void refused(String command, String because, String... arguments) {
        Shell.Result result = shell.run(arguments);
        assertThat(result.code()).as(command).isNotZero();
        assertThat(result.err())
                .contains(because)
                .doesNotContain(KEY)
                .doesNotContain(OTHER)
                .doesNotContain("short");
    }

    private Path keyFile(String name, String text) throws IOException {
        Path file = Files.writeString(home.resolve(name), text + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private void assertNotStored() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(SECRET);
            }
        }
    }
}

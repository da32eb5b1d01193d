package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.keys.KeyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyFileTest {
    @TempDir
    private Path folder;

    @Test
    void key_thatIsRemovedOrAddedIsNoticed() throws Exception {
        Path file = write("alice", "bob");
        KeyFile keys = new KeyFile(file);
        assertThat(keys.authenticate("key of bob")).isPresent();

        write("alice", "carol");
        keys.look();

        assertThat(keys.authenticate("key of bob")).isEmpty();
        assertThat(keys.authenticate("key of alice")).isPresent();
        assertThat(keys.authenticate("key of carol")).isPresent();
    }

    /** At the start, so that the operator learns it and not the callers; what may be a key is not quoted. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice state:raed HASH",
                "alice state:read,state:delete HASH",
                "alice admin HASH",
                "alice state:read sk-unhashed-key",
                "alice state:read",
                "al/ice state:read HASH",
            })
    void file_withAWrongLineIsRefusedAtTheStart(String line) throws Exception {
        Path file = Files.writeString(folder.resolve("keys"), line.replace("HASH", "ab".repeat(32)) + "\n");

        Shell.Result result = new Shell(folder).run("serve", "--port", "0", "--api-keys", file.toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--api-keys", "Line 1").doesNotContain("sk-unhashed", "abab");
    }

    @Test
    void keys_readLastHoldWhileTheFileIsWrong() throws Exception {
        KeyFile keys = new KeyFile(write("alice"));

        Files.writeString(folder.resolve("keys"), "no line of keys");
        keys.look();
        assertThat(keys.authenticate("key of alice")).isPresent();
        Files.delete(folder.resolve("keys"));
        keys.look();
        assertThat(keys.authenticate("key of alice")).isPresent();
    }

    /** Replaces the file, as an editor does, so that no clock decides whether the change is seen. */
    private Path write(String... subjects) throws IOException, GeneralSecurityException {
        StringBuilder lines = new StringBuilder();
        for (String subject : subjects) {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(("key of " + subject).getBytes(StandardCharsets.UTF_8));
            lines.append(subject)
                    .append(" - ")
                    .append(HexFormat.of().formatHex(hash))
                    .append('\n');
        }
        Path file = folder.resolve("keys");
        Path draft = Files.writeString(folder.resolve("draft" + subjects.length), lines);
        return Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
}

package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

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

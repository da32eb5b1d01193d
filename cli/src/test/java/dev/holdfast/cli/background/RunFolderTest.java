package dev.holdfast.cli.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunFolderTest {
    private final Path run;

    RunFolderTest(@TempDir Path temporary) {
        this.run = temporary.resolve("run");
    }

    @Test
    void folder_isForTheUserAloneAndGoneAtTheEnd() throws IOException {
        Path path = run.resolve("b1@host~1~2");
        try (RunFolder folder = RunFolder.claim(path).orElseThrow()) {
            assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
            assertThat(folder.isThere()).isTrue();
            Files.writeString(path.resolve("ticket-1"), "x");
            Files.writeString(RunFolder.log(path), "x");
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void staleTickets_areRemovedAndTheLogStays() throws IOException {
        Path path = Files.createDirectories(
                run.resolve("b1@host~1~2"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(path.resolve("ticket-1"), "x");
        Files.writeString(path.resolve("draft-1"), "x");
        Files.writeString(path.resolve("lock"), "");
        Files.writeString(RunFolder.log(path), "x");

        try (RunFolder folder = RunFolder.claim(path).orElseThrow()) {
            assertThat(folder.path()).isDirectoryNotContaining("glob:**{ticket,draft}*");
            assertThat(RunFolder.log(path)).exists();
        }
    }

    @Test
    void folder_thatOthersMayEnterOrThatIsALinkIsRefused() throws IOException {
        Path open = Files.createDirectories(run.resolve("b1@host~1~2"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path link = Files.createSymbolicLink(run.resolve("b2@host~1~2"), open);

        assertThatThrownBy(() -> RunFolder.claim(open)).hasMessageContaining("open to other users");
        assertThatThrownBy(() -> RunFolder.claim(link)).hasMessageContaining("is a link");
    }

    @Test
    void others_thatDiedOnThisHostAreSweptAway() throws IOException {
        Path dead = died("b0@host~0~1");
        Path elsewhere = died("b0@host2~0~1");
        Path young = died("b9@host~0~1");
        Files.setLastModifiedTime(young, FileTime.from(Instant.now()));

        try (RunFolder folder = RunFolder.claim(run.resolve("b1@host~1~2")).orElseThrow()) {
            assertThat(Objects.requireNonNull(folder.path().getParent())
                            .toFile()
                            .list())
                    .containsExactlyInAnyOrder(
                            String.valueOf(elsewhere.getFileName()),
                            String.valueOf(young.getFileName()),
                            "b1@host~1~2");
            assertThat(dead).doesNotExist();
        }
    }

    @Test
    void log_beginsAnewWhenItIsTooLong() throws IOException {
        Path file = run.resolveSibling("log");
        try (OutputStream log = BoundedLog.open(file, 100)) {
            for (int line = 0; line < 1_000; line++) {
                log.write(("line " + line + "\n").getBytes(StandardCharsets.US_ASCII));
                assertThat(Files.size(file)).isLessThanOrEqualTo(100);
            }
        }
        assertThat(Files.readString(file)).endsWith("line 999\n");
    }

    private Path died(String name) throws IOException {
        Path path = Files.createDirectories(run.resolve(name));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(path.resolve("ticket-1"), "x");
        Files.writeString(path.resolve("lock"), "");
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(1_000)));
        return path;
    }
}

package dev.holdfast.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.engine.spi.StoreUnavailableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in a folder that other users can write to. */
final class PrivateFilesTest {
    private static final int OTHER_USER = 54_321;

    @TempDir
    private Path folder;

    private Path victim = Path.of("");

    @BeforeEach
    void write() throws IOException {
        victim = Files.writeString(folder.resolve("victim"), "precious");
    }

    /** Creates what it is told to, as the process with an umask of its own. */
    public static void main(String[] args) throws IOException {
        Path place = Path.of(args[0]);
        PrivateFiles.createFolders(place.resolve("a/b"));
        PrivateFiles.create(place.resolve("a/b/file"));
        PrivateFiles.replace(place.resolve("a/b/other")).close();
        TurnFile.join(place.resolve("a/b/turn")).leave();
    }

    @Test
    void permissions_doNotDependOnTheUmask() throws Exception {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"), "no such permissions here");
        for (String umask : new String[] {"000", "022", "277"}) {
            Path place = folder.resolve(umask);
            Files.createDirectory(place);
            Process process = new ProcessBuilder(
                            "sh",
                            "-c",
                            "umask " + umask + " && exec \"$@\"",
                            "sh",
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            PrivateFilesTest.class.getName(),
                            place.toString())
                    .inheritIO()
                    .start();
            assertThat(process.waitFor()).isZero();
            assertThat(permissions(place.resolve("a"))).as(umask).isEqualTo("rwx------");
            assertThat(permissions(place.resolve("a/b"))).as(umask).isEqualTo("rwx------");
            for (String name : new String[] {"file", "other", "turn"}) {
                assertThat(permissions(place.resolve("a/b").resolve(name)))
                        .as(umask + " " + name)
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void plantedLink_isNotFollowed() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), victim);
        assertRefused(link, "link");
        assertThatThrownBy(() -> TurnFile.join(link)).isInstanceOf(StoreUnavailableException.class);

        PrivateFiles.replace(link).close();

        assertThat(Files.isSymbolicLink(link)).isFalse();
        assertThat(victim).hasContent("precious");
    }

    @Test
    void linkToNothing_createsNothingThere() throws IOException {
        Path elsewhere = folder.resolve("elsewhere");
        Path link = Files.createSymbolicLink(folder.resolve("link"), elsewhere);
        assertRefused(link, "link");
        PrivateFiles.replace(link).close();
        assertThat(elsewhere).doesNotExist();
    }

    @Test
    void folder_isNotTakenForAFile() throws IOException {
        assertRefused(Files.createDirectory(folder.resolve("sub")), "plain file");
    }

    @Test
    void fileOfAnotherUser_isNotTakenOver() throws IOException {
        Path planted = Files.createFile(folder.resolve("planted"));
        assumeTrue(give(planted), "only the administrator can give files away");
        assertRefused(planted, "another user");
        assertThatThrownBy(() -> TurnFile.join(planted)).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void linkThatTheUserChose_isFollowedUnlessAnotherUserMadeIt() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), victim);
        assertThat(FileOwner.objectionToChosen(link)).isNull();
        assumeTrue(give(link), "only the administrator can give files away");
        assertThat(FileOwner.objectionToChosen(link)).contains("another user");
    }

    @Test
    void turnFile_thatIsTooShortIsExtendedAndKeepsItsNumbers() throws IOException {
        Path file = folder.resolve("turn");
        Files.createFile(file);
        TurnFile turn = TurnFile.join(file);
        turn.memory().set(1, 42);
        turn.leave();
        TurnFile again = TurnFile.join(file);
        assertThat(again.memory().get(1)).isEqualTo(42);
        again.leave();
        assertThat(Files.size(file)).isEqualTo(SharedMemory.BYTES);
    }

    @Test
    void sharedMemory_thatIsCutIsToldAndNeverAnInternalError() throws IOException {
        Path file = folder.resolve("numbers");
        PrivateFiles.create(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            SharedMemory memory = SharedMemory.map(channel);
            for (int i = 0; i < 100_000; i++) {
                memory.set(1, memory.get(1) + 1); // until both are compiled
            }
            channel.truncate(0);
            for (int i = 0; i < 1_000; i++) {
                assertThatThrownBy(() -> memory.get(1)).isInstanceOf(StoreUnavailableException.class);
                assertThatThrownBy(() -> memory.set(1, 1)).isInstanceOf(StoreUnavailableException.class);
            }
        }
    }

    private void assertRefused(Path file, String why) {
        assertThatThrownBy(() -> PrivateFiles.create(file))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(why);
        assertThat(victim).hasContent("precious");
    }

    private static boolean give(Path file) {
        try {
            Files.setAttribute(file, "unix:uid", OTHER_USER, LinkOption.NOFOLLOW_LINKS);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    }
}

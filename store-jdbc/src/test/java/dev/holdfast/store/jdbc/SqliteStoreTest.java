package dev.holdfast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.engine.local.FileSystemKind;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Durability;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreProvider;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.testkit.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStoreTest {
    @TempDir
    private Path folder;

    @Test
    void provider_isFoundByItsScheme() {
        StoreProvider provider = ServiceLoader.load(StoreProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(candidate -> candidate.supports("sqlite"))
                .findFirst()
                .orElseThrow();
        try (CommitLog log = provider.open("sqlite:" + folder.resolve("state.db"))) {
            assertThat(log.info().stateType()).isEqualTo("database");
        }
        assertThatThrownBy(() -> provider.open("sqlite:")).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> provider.open("sqlite:\0")).isInstanceOf(StoreUnavailableException.class);
        assertThat(provider.supports("memory")).isFalse();
    }

    @Test
    void info_saysWhyItIsDurable() {
        try (CommitLog log = SqliteStore.open(folder.resolve("state.db"))) {
            assertThat(log.info().durability()).isIn(Durability.LOCAL, Durability.PROCESS);
            assertThat(log.info().evidence()).contains("journal_mode=wal", "synchronous=2", "SQLite 3.");
        }
    }

    @Test
    void durability_isNotClaimedForMemory() {
        assertThat(new FileSystemKind("tmpfs").durability()).isEqualTo(Durability.PROCESS);
        assertThat(new FileSystemKind("ext4").durability()).isEqualTo(Durability.LOCAL);
    }

    @Test
    void open_makesFilesAndFoldersForTheUserAlone() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"), "no such permissions here");
        Path file = folder.resolve("a/b/state.db");
        try (CommitLog log = SqliteStore.open(file)) {
            Samples.fill(log, Samples.freshId(), 1);
            for (Path path : List.of(folder.resolve("a"), folder.resolve("a/b"))) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .isEqualTo("rwx------");
            }
            for (String suffix : List.of("", "-wal", "-shm", "-turn")) {
                assertThat(PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(file.resolveSibling("state.db" + suffix))))
                        .as(suffix)
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void open_throughALinkIsTheSameStore() throws IOException {
        Path file = folder.resolve("state.db");
        try (CommitLog direct = SqliteStore.open(file);
                CommitLog linked = SqliteStore.open(Files.createSymbolicLink(
                        Files.createDirectory(folder.resolve("x")).resolve("link.db"), file))) {
            assertThat(linked.info()).isEqualTo(direct.info());
            long epoch = direct.epoch();
            Samples.fill(linked, Samples.freshId(), 1);
            assertThat(direct.epoch()).isNotEqualTo(epoch);
        }
    }

    @Test
    void open_refusesAFolder() {
        assertRefused(folder, "is a folder");
    }

    @Test
    void open_refusesAPathThroughAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertRefused(file.resolve("state.db"), "there can be no database at");
    }

    @Test
    void open_refusesAPathThatTheDriverWouldMisread() {
        assertRefused(folder.resolve("state?mode=memory"), "question mark");
    }

    @Test
    void open_refusesWhatItMayNotWrite() throws IOException {
        Path file = Files.createFile(folder.resolve("state.db"));
        assumeTrue(file.toFile().setWritable(false) && !Files.isWritable(file), "this user may write everything");
        assertRefused(file, "writable");
    }

    @Test
    void open_refusesAFileThatIsNoDatabase() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), "not a database, ".repeat(100));
        assertRefused(file, "is not a SQLite database");
        assertThat(file).hasContent("not a database, ".repeat(100));
    }

    @Test
    void open_refusesTheDatabaseOfSomethingElse() throws SQLException {
        Path file = folder.resolve("other.db");
        execute(file, "create table recipe (name text)");
        assertRefused(file, "database of another application");
    }

    @Test
    void open_refusesANewerFormat_andChangesNothing() throws IOException, SQLException {
        Path file = folder.resolve("state.db");
        SqliteStore.open(file).close();
        execute(file, "update store set format = 99");
        execute(file, "drop table snapshot"); // What a newer format may do without, and this version would add.
        execute(file, "drop table waiting");
        execute(file, "pragma journal_mode = delete");
        byte[] before = Files.readAllBytes(file);
        assertRefused(file, "format 99, written by a newer version of Holdfast; this one reads up to 1");
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void open_refusesNetworkFileSystems() {
        assertThatThrownBy(() -> new SqliteFile(folder, new FileSystemKind("nfs4")).requireLocal())
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("network file system (nfs4)");
        assertThatCode(() -> new SqliteFile(folder, new FileSystemKind("ext4")).requireLocal())
                .doesNotThrowAnyException();
    }

    @Test
    void open_afterARefusalWorksOnceTheReasonIsGone() throws IOException {
        Path file = Files.writeString(folder.resolve("state.db"), "not a database, ".repeat(100));
        assertRefused(file, "is not a SQLite database");
        Files.delete(file);
        SqliteStore.open(file).close();
    }

    @Test
    void open_refusesVersionsOfSqliteThatLoseData() {
        for (String unsafe : List.of("3.51.2", "3.40.1", "3.7.0", "2.8.17")) {
            assertThatThrownBy(() -> SqliteConnector.requireSafe(unsafe))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining(unsafe);
        }
        for (String safe : List.of("3.51.3", "3.54.1", "3.100.0", "4.0.0")) {
            assertThatCode(() -> SqliteConnector.requireSafe(safe)).doesNotThrowAnyException();
        }
    }

    @Test
    void close_leavesOneFileWithEverything() throws IOException {
        Path file = folder.resolve("state.db");
        try (CommitLog log = SqliteStore.open(file)) {
            Samples.fill(log, Samples.freshId(), 10);
        }
        assertThat(folder.resolve("state.db-wal")).doesNotExist();
        assertThat(Files.size(file)).isPositive();
    }

    @Test
    void close_mayBeRepeated() {
        StateId id = Samples.freshId();
        CommitLog log = SqliteStore.open(folder.resolve("state.db"));
        List<Commit> commits = Samples.fill(log, id, 2);
        log.close();
        log.close();
        try (CommitLog again = SqliteStore.open(folder.resolve("state.db"))) {
            assertThat(again.read(id, 1, 10, Integer.MAX_VALUE, Consistency.LINEARIZABLE)
                            .commits())
                    .isEqualTo(commits);
        }
    }

    /** The bar is 700 bytes a change; it includes snapshots, which are not kept here. */
    @Test
    void growth_isLittleMoreThanTheEvents() throws IOException {
        Path file = folder.resolve("state.db");
        int changes = 10_000;
        try (CommitLog log = SqliteStore.open(file)) {
            StateId id = Samples.freshId();
            for (int from = 0; from < changes; from += 100) {
                log.append(LongStream.range(from, from + 100)
                        .mapToObj(expected -> Samples.append(id, typical(expected + 1)))
                        .toList());
            }
        }
        assertThat(Files.size(file) / changes).isLessThan(550);
    }

    /** A commit as the engine makes them: an event of 400 bytes, and a command id that the server minted. */
    private static Commit typical(long revision) {
        CommandKey command = new CommandKey("local/default", Samples.freshName("op"));
        return Samples.commit(revision, command, Samples.bytes(400));
    }

    private static void assertRefused(Path file, String why) {
        assertThatThrownBy(() -> SqliteStore.open(file))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining(why);
    }

    private static void execute(Path file, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

package dev.holdfast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A write-ahead log that is torn or damaged, as a disk that lies may leave it. Each of its frames has a checksum over
 * all before it, so SQLite reads it up to the first that does not fit: what is found is a beginning of what was
 * written, and never anything else.
 */
final class SqliteDamageTest {
    private static final int COMMITS = 12;
    private static final int STEP = 487; // no divisor of a frame's size, so that every part of a frame is hit

    @TempDir
    private Path folder;

    private final StateId id = Samples.freshId();
    private Path file = Path.of("");
    private List<Commit> written = List.of();
    private byte[] database = {};
    private byte[] wal = {};
    private byte[] turns = {};

    /** Copies the files of a store at work, as they are after the last of some commits. */
    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("state.db");
        try (CommitLog log = SqliteStore.open(file)) {
            written = Samples.run(id, 0, COMMITS).stream()
                    .map(append -> {
                        Samples.appendTo(log, append);
                        return append.commit();
                    })
                    .toList();
            database = Files.readAllBytes(file);
            wal = Files.readAllBytes(wal(file));
            turns = Files.readAllBytes(turns(file));
        }
    }

    @Test
    void tornLog_isABeginningOfWhatWasWritten() throws IOException {
        int longest = 0;
        for (int length = 0; length < wal.length; length += STEP) {
            int end = length;
            int found = beginningFound("torn at " + end, bytes -> Arrays.copyOf(bytes, end));
            assertThat(found).as("a longer log holds no less").isGreaterThanOrEqualTo(longest);
            longest = found;
        }
        assertThat(beginningFound("whole", bytes -> bytes)).isEqualTo(COMMITS);
        assertThat(longest).as("some was found in torn logs").isPositive();
    }

    @Test
    void flippedBit_isNeverServed() throws IOException {
        int damaged = 0;
        for (int place = 0; place < wal.length; place += STEP) {
            int at = place;
            int found = beginningFound("flipped at " + at, bytes -> {
                bytes[at] ^= 0x10;
                return bytes;
            });
            damaged += found < COMMITS ? 1 : 0;
        }
        assertThat(damaged).as("flips that were noticed").isPositive();
    }

    /** How many commits a store with a damaged log still shows; they must be the first, unaltered. */
    private int beginningFound(String what, UnaryOperator<byte[]> damage) throws IOException {
        Path copy = Files.createTempDirectory(folder, "copy").resolve("state.db");
        Files.write(copy, database);
        Files.write(wal(copy), damage.apply(wal.clone()));
        Files.write(turns(copy), turns);
        try (CommitLog log = SqliteStore.open(copy)) {
            List<Commit> found = log.read(id, 1, 100, Integer.MAX_VALUE, Consistency.LINEARIZABLE)
                    .commits();
            assertThat(found).as(what).isEqualTo(written.subList(0, found.size()));
            return found.size();
        }
    }

    private static Path turns(Path database) {
        return database.resolveSibling(database.getFileName() + "-turn");
    }

    private static Path wal(Path database) {
        return database.resolveSibling(database.getFileName() + "-wal");
    }
}

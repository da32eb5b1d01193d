package dev.holdfast.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Durability;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.store.file.SimulatedDisk.Lies;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store of many full segments has few of them open, while many read it and some of them are rewritten. */
final class OpenFilesTest {
    private static final FileOptions OPTIONS = new FileOptions(Duration.ofSeconds(30), 1 << 12, 1 << 10, 2);
    private static final int STATES = 90;
    private static final int READERS = 4;
    private static final int COMMITS_OF_A_SEGMENT = 14;

    /** The last segment, a checkpoint, and what is written anew. */
    private static final int OTHERS = 4;

    @TempDir
    private Path folder;

    private final CountingDisk counting = new CountingDisk();
    private final Map<StateId, List<Commit>> states = new LinkedHashMap<>();
    private final List<StateId> doomed = new ArrayList<>();

    @Test
    void descriptors_areBoundedWhileAllIsRead() throws IOException {
        try (CommitLog log = open()) {
            fill(log);
            List<Future<Boolean>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                int seed = i;
                readers.add(Crowd.start(() -> readAll(log, new Random(seed))));
            }
            rewriteSome(log);
            assertThat(readers)
                    .allSatisfy(reader -> assertThat(Crowd.join(reader)).isTrue());
            log.inspect(discrepancy -> assertThat(discrepancy).isNull());
        }
        assertThat(counting.open()).as("open after closing").isZero();
        try (CommitLog log = open()) {
            assertThat(readAll(log, new Random(9))).isTrue();
        }
        // The inspection has an index of its own, and files for it.
        assertThat(counting.mostOpen()).isBetween(OpenFiles.MOST, 2 * (OpenFiles.MOST + OTHERS) + READERS);
    }

    /** It is not taken for one that another client removed, though its file is not open and a read finds it missing. */
    @Test
    void fullSegmentThatIsDeletedByHand_isALoss() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(new Random(1), Lies.NONE);
        StateId first = Samples.freshId();
        try (CommitLog log = new ShortLives(1 << 12).open(disk)) {
            Samples.fill(log, first, COMMITS_OF_A_SEGMENT);
            for (int i = 0; i <= OpenFiles.MOST; i++) {
                Samples.fill(log, Samples.freshId(), COMMITS_OF_A_SEGMENT);
            }
        }
        LogFolder folder = LogFolder.open(disk);
        disk.delete(Segment.fileName(1));
        assertThatThrownBy(() -> folder.ask(index -> LogReader.read(index, first, 1, 1, 1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(Segment.fileName(1));
        assertThat(folder.<Boolean>look(
                        index -> index.segments().isRemoved(index.segments().first())))
                .isFalse();
    }

    private void fill(CommitLog log) {
        for (int i = 0; i < STATES; i++) {
            StateId id = Samples.freshId();
            List<Commit> commits = new ArrayList<>();
            for (int revision = 1; revision <= 3; revision++) {
                commits.add(Samples.commit(revision, null, Samples.bytes(1_000)));
            }
            log.append(
                    commits.stream().map(commit -> Samples.append(id, commit)).toList());
            states.put(id, commits);
            if (i % 9 == 0) {
                doomed.add(Samples.freshId());
                Samples.fill(log, doomed.getLast(), 3);
            }
        }
    }

    private boolean readAll(CommitLog log, Random random) {
        List<StateId> ids = List.copyOf(states.keySet());
        for (int i = 0; i < 4 * STATES; i++) {
            StateId id = ids.get(random.nextInt(ids.size()));
            assertThat(log.read(id, 1, 10, Integer.MAX_VALUE, Consistency.LINEARIZABLE)
                            .commits())
                    .isEqualTo(states.get(id));
        }
        return true;
    }

    /** Erases states that are not read, here and by another client, so that segments between the others go. */
    private void rewriteSome(CommitLog log) throws IOException {
        try (CommitLog other = FileStore.open(folder, OPTIONS)) {
            for (int i = 0; i < doomed.size(); i++) {
                assertThat((i % 2 == 0 ? log : other).tombstone(doomed.get(i), 3))
                        .isTrue();
            }
        }
    }

    private CommitLog open() throws IOException {
        return FileStore.open(
                counting.on(LocalDisk.of(folder.toRealPath())), OPTIONS, Durability.LOCAL, "a disk", () -> "it");
    }
}

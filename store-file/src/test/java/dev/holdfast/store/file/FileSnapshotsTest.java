package dev.holdfast.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Snapshot;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots are files that may be lost or damaged without harm, and that are deleted with their state. */
class FileSnapshotsTest {
    @TempDir
    private Path folder;

    @Test
    void snapshot_thatWasTouchedOrCutIsPassedOver() throws IOException {
        StateId id = Samples.freshId();
        try (CommitLog log = FileStore.open(folder)) {
            Snapshot snapshot = put(log, id);
            Path file = folder.resolve(id + ".snapshot");
            byte[] whole = Files.readAllBytes(file);
            for (int at = 0; at < whole.length; at++) {
                byte[] flipped = whole.clone();
                flipped[at] ^= 1;
                Files.write(file, flipped);
                assertThat(log.snapshots().find(id)).isEmpty();
                Files.write(file, Arrays.copyOf(whole, at));
                assertThat(log.snapshots().find(id)).isEmpty();
            }
            Files.write(file, whole);
            assertThat(log.snapshots().find(id)).contains(snapshot);
        }
    }

    @Test
    void snapshot_ofAnotherStateIsPassedOver() throws IOException {
        StateId id = Samples.freshId();
        StateId other = Samples.freshId();
        try (CommitLog log = FileStore.open(folder)) {
            put(log, id);
            Samples.fill(log, other, 3);
            Files.copy(folder.resolve(id + ".snapshot"), folder.resolve(other + ".snapshot"));

            assertThat(log.snapshots().find(other)).isEmpty();
        }
    }

    @Test
    void erasedState_leavesNoSnapshot() throws IOException {
        StateId id = Samples.freshId();
        try (CommitLog log = FileStore.open(folder)) {
            put(log, id);
            Files.write(folder.resolve(id + ".snapshot.new"), new byte[10]);

            assertThat(log.tombstone(id, 3)).isTrue();

            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files).noneMatch(file -> file.toString().contains(id.value()));
            }
        }
    }

    @Test
    void folder_withSnapshotsIsOpenedAgain() {
        StateId id = Samples.freshId();
        Snapshot snapshot;
        try (CommitLog log = FileStore.open(folder)) {
            snapshot = put(log, id);
        }
        try (CommitLog log = FileStore.open(folder)) {
            assertThat(log.snapshots().find(id)).contains(snapshot);
        }
    }

    private static Snapshot put(CommitLog log, StateId id) {
        Commit newest = Samples.fill(log, id, 3).getLast();
        Snapshot snapshot = new Snapshot(newest.revision(), Samples.bytes(50), newest.hash());
        log.snapshots().put(id, snapshot);
        return snapshot;
    }
}

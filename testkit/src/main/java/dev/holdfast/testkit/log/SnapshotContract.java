package dev.holdfast.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Snapshot;
import dev.holdfast.engine.spi.SnapshotStore;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.Samples;
import dev.holdfast.testkit.StoreFixture;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Snapshots beside the log: a cache with the last snapshot of each state, and none of an erased state. */
public interface SnapshotContract extends StoreFixture {
    @Test
    default void snapshot_isFoundAsItWasPut() {
        try (CommitLog log = openWithSnapshots();
                CommitLog other = open()) {
            StateId id = Samples.freshId();
            Snapshot snapshot = snapshot(Samples.fill(log, id, 3).get(1), 100_000);

            assertThat(log.snapshots().find(id)).isEmpty();
            log.snapshots().put(id, snapshot);

            assertThat(log.snapshots().find(id)).contains(snapshot);
            assertThat(other.snapshots().find(id)).contains(snapshot);
            assertThat(log.snapshots().find(Samples.freshId())).isEmpty();
        }
    }

    @Test
    default void snapshot_takesThePlaceOfTheOneBefore() {
        try (CommitLog log = openWithSnapshots()) {
            StateId id = Samples.freshId();
            List<Commit> commits = Samples.fill(log, id, 3);
            Snapshot newer = snapshot(commits.get(2), 10);
            log.snapshots().put(id, snapshot(commits.get(0), 1_000));
            log.snapshots().put(id, newer);

            assertThat(log.snapshots().find(id)).contains(newer);
        }
    }

    @Test
    default void snapshot_canBeDeleted() {
        try (CommitLog log = openWithSnapshots()) {
            StateId id = Samples.freshId();
            log.snapshots().put(id, snapshot(Samples.fill(log, id, 1).getFirst(), 10));

            log.snapshots().delete(id);
            log.snapshots().delete(id);

            assertThat(log.snapshots().find(id)).isEmpty();
        }
    }

    @Test
    default void snapshot_ofAnErasedStateIsGoneAndCannotComeBack() {
        try (CommitLog log = openWithSnapshots()) {
            StateId id = Samples.freshId();
            Snapshot snapshot = snapshot(Samples.fill(log, id, 2).getLast(), 10);
            log.snapshots().put(id, snapshot);
            assertThat(log.tombstone(id, 2)).isTrue();
            assertThat(log.snapshots().find(id)).isEmpty();

            log.snapshots().put(id, snapshot);

            assertThat(log.snapshots().find(id)).isEmpty();
        }
    }

    private CommitLog openWithSnapshots() {
        CommitLog log = open();
        boolean keeps = !log.snapshots().equals(SnapshotStore.NONE);
        if (!keeps) {
            log.close();
        }
        assumeTrue(keeps, "this store has no snapshots");
        return log;
    }

    private static Snapshot snapshot(Commit commit, int bytes) {
        return new Snapshot(commit.revision(), Samples.bytes(bytes), commit.hash());
    }
}

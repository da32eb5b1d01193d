package dev.holdfast.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.State;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Snapshot;
import dev.holdfast.engine.spi.SnapshotStore;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.ForwardingLog;
import dev.holdfast.testkit.Samples;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Snapshots only make long logs fast to open: lost or damaged ones never change an answer. */
public interface LongLogContract extends StoreFixture {
    /** Number of writes that make a log long enough for two snapshots and a tail. */
    int MANY = 2_300;

    @Test
    default void longLog_isOpenedFromASnapshot() {
        LossySnapshots snapshots = new LossySnapshots();
        AtomicLong commitsRead = new AtomicLong();
        StoreFixture fixture = () -> log(snapshots, commitsRead);
        try (EngineUnderTest engine = new EngineUnderTest(fixture)) {
            State state = longState(engine, snapshots);
            try (EngineUnderTest elsewhere = engine.second()) {
                State same = elsewhere.states().state(state.handle().value());
                commitsRead.set(0);
                assertThat(same.read().document().get("n")).isEqualTo(Json.of(MANY));
                assertThat(commitsRead.get()).isLessThan(1_000);

                commitsRead.set(0);
                assertThat(same.at(MANY).document().get("n")).isEqualTo(Json.of(MANY - 1));
                assertThat(commitsRead.get()).isLessThan(1_000);
                assertThat(same.at(500).document().get("n")).isEqualTo(Json.of(499));
                snapshots.kept.clear();
                assertThat(same.at(MANY).document().get("n")).isEqualTo(Json.of(MANY - 1));
            }
        }
    }

    @Test
    default void snapshot_thatIsWrongChangesNoAnswer() {
        LossySnapshots snapshots = new LossySnapshots();
        AtomicLong commitsRead = new AtomicLong();
        StoreFixture fixture = () -> log(snapshots, commitsRead);
        try (EngineUnderTest engine = new EngineUnderTest(fixture)) {
            State state = longState(engine, snapshots);
            StateId id = state.handle();
            Snapshot good = Objects.requireNonNull(snapshots.kept.get(id));
            byte[] flipped = good.content().toArray();
            flipped[flipped.length / 2] ^= 1;
            for (Snapshot wrong : new Snapshot[] {
                new Snapshot(good.revision(), Bytes.wrap(flipped), good.hash()),
                new Snapshot(good.revision(), Samples.bytes(3), good.hash()),
                new Snapshot(good.revision(), good.content(), Samples.bytes(32)),
                new Snapshot(good.revision() - 1, good.content(), good.hash()),
                new Snapshot(good.revision() + 1_000_000, good.content(), good.hash())
            }) {
                snapshots.kept.put(id, wrong);
                try (EngineUnderTest elsewhere = engine.second()) {
                    StateView seen = elsewhere.states().state(id.value()).read();
                    assertThat(seen.document()).isEqualTo(state.read().document());
                    assertThat(seen.revision()).isEqualTo(MANY + 1);
                }
            }
        }
    }

    private CommitLog log(SnapshotStore snapshots, AtomicLong commitsRead) {
        return new ForwardingLog(open()) {
            @Override
            public SnapshotStore snapshots() {
                return snapshots;
            }

            @Override
            public CommitPage read(StateId id, long from, int maxCommits, int maxBytes, Consistency consistency) {
                CommitPage page = super.read(id, from, maxCommits, maxBytes, consistency);
                commitsRead.addAndGet(page.commits().size());
                return page;
            }
        };
    }

    private static State longState(EngineUnderTest engine, LossySnapshots snapshots) {
        State state = engine.open();
        for (int i = 0; i < MANY; i++) {
            state.write(w -> w.increment("n", 1));
        }
        Awaitility.await().atMost(Duration.ofSeconds(Crowd.PATIENCE_SECONDS)).until(() -> {
            Snapshot snapshot = snapshots.kept.get(state.handle());
            return snapshot != null && snapshot.revision() > MANY - 1_000;
        });
        return state;
    }

    /** Snapshots in memory that a test can delete and damage. */
    final class LossySnapshots implements SnapshotStore {
        private final Map<StateId, Snapshot> kept = new ConcurrentHashMap<>();

        @Override
        public Optional<Snapshot> find(StateId id) {
            return Optional.ofNullable(kept.get(id));
        }

        @Override
        public void put(StateId id, Snapshot snapshot) {
            kept.put(id, snapshot);
        }

        @Override
        public void delete(StateId id) {
            kept.remove(id);
        }
    }
}

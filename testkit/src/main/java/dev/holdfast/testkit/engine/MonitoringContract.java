package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.engine.Committed;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Figures;
import dev.holdfast.engine.State;
import dev.holdfast.engine.Subscription;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The monitoring data of an engine. */
public interface MonitoringContract extends StoreFixture {
    @Test
    default void figures_countWhatThisEngineStoredAndAnswered() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            Figures before = engine.holdfast().figures();
            State state = engine.open();
            state.write(w -> w.set("a", 1).commandId("op"));
            state.write(w -> w.set("a", 1).commandId("op"));
            state.write(w -> w.set("a", 1));
            failure(Code.CONFLICT, () -> state.write(w -> w.set("a", 2).ifRevision("a", 0)));
            elsewhere.states().state(state.handle().value()).write(w -> w.set("b", 1));

            Figures figures = engine.holdfast().figures();

            assertThat(figures.events())
                    .containsEntry(EventType.CREATED, before.events().getOrDefault(EventType.CREATED, 0L) + 1)
                    .containsEntry(EventType.WRITTEN, 1L)
                    .containsEntry(EventType.UNDONE, 0L);
            assertThat(figures.commands())
                    .containsEntry("committed", before.commands().getOrDefault("committed", 0L) + 2)
                    .containsEntry("replayed", 1L)
                    .containsEntry("unchanged", 1L)
                    .containsEntry("conflict", 1L);
            assertThat(figures.groups() - before.groups()).isEqualTo(2);
            assertThat(figures.waiting()).isZero();
            assertThat(figures.eventBytes() - before.eventBytes()).isEqualTo(storedBytes(state));
        }
    }

    @Test
    default void figures_tellHowOftenTheStoreWasAsked() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State state = engine.open();
            State same = elsewhere.states().state(state.handle().value());
            Figures.Cache before = elsewhere.holdfast().figures().cache();
            same.read();
            state.write(w -> w.set("a", 1));
            same.read();
            Figures.Cache after = elsewhere.holdfast().figures().cache();

            assertThat(after.misses() - before.misses()).isEqualTo(2);
            assertThat(after.states() - before.states()).isEqualTo(1);
            assertThat(after.bytes()).isPositive();
            state.read();
            Figures.Cache writers = engine.holdfast().figures().cache();
            assertThat(tellsWhetherOthersCommit() ? writers.hits() : writers.misses())
                    .isPositive();
        }
    }

    /** Where it does not, every read asks the store. */
    private boolean tellsWhetherOthersCommit() {
        try (CommitLog log = open()) {
            return log.epoch() != CommitLog.UNKNOWN_EPOCH;
        }
    }

    @Test
    default void follower_isToldOfEveryStateWhoeverWritesIt() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            List<Committed> told = new CopyOnWriteArrayList<>();
            State one = engine.open();
            Subscription following = engine.holdfast().follow(told::add, () -> {});
            State two = elsewhere.open();
            State same = elsewhere.states().state(one.handle().value());
            for (int i = 0; i < 300; i++) {
                same.write(w -> w.increment("n", 1));
            }

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(revisions(told, one)).hasSize(300));

            assertThat(revisions(told, one)).isSorted().startsWith(2L).endsWith(301L);
            assertThat(revisions(told, two)).containsExactly(1L);
            following.close();
        }
    }

    /** A blocked observer delays no writer, and gets all events it missed once it continues. */
    @Test
    default void follower_thatIsSlowHoldsNobodyUpAndMissesNothing() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            List<Committed> told = new CopyOnWriteArrayList<>();
            CountDownLatch standstill = new CountDownLatch(1);
            Subscription following = engine.holdfast()
                    .follow(
                            committed -> {
                                Crowd.await(standstill);
                                told.add(committed);
                            },
                            () -> {});

            Crowd.run(8, i -> {
                for (int n = 0; n < 100; n++) {
                    state.write(w -> w.increment("n", 1));
                }
                return true;
            });
            assertThat(told).isEmpty();
            standstill.countDown();

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(revisions(told, state)).hasSize(800));
            assertThat(revisions(told, state)).isSorted().doesNotHaveDuplicates();
            following.close();
        }
    }

    /** A process that stops right after its last change has that change in the log. */
    @Test
    default void follower_thatIsClosedHasBeenToldOfAllThatWasStored() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            for (int round = 0; round < 20; round++) {
                List<Committed> told = new CopyOnWriteArrayList<>();
                State state = engine.open();
                Subscription following = engine.holdfast().follow(told::add, () -> {});
                state.write(w -> w.set("a", 1));
                state.write(w -> w.set("b", 1));
                following.close();
                state.write(w -> w.set("c", 1));

                assertThat(revisions(told, state)).containsExactly(2L, 3L);
            }
        }
    }

    @Test
    default void follower_thatClosesItselfIsNotWaitedFor() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            CompletableFuture<Subscription> itself = new CompletableFuture<>();
            CompletableFuture<Long> told = new CompletableFuture<>();
            itself.complete(engine.holdfast()
                    .follow(
                            committed -> {
                                itself.join().close();
                                told.complete(committed.event().revision());
                            },
                            () -> {}));
            engine.open();

            assertThat(Crowd.join(told)).isEqualTo(1);
        }
    }

    private static List<Long> revisions(List<Committed> told, State state) {
        return told.stream()
                .map(Committed::event)
                .filter(event -> event.state().equals(state.handle()))
                .map(event -> event.revision())
                .toList();
    }

    private long storedBytes(State state) {
        try (CommitLog log = open()) {
            return log.read(state.handle(), 1, 2, 1 << 20, Consistency.LINEARIZABLE).commits().stream()
                    .mapToLong(commit -> commit.event().length())
                    .sum();
        }
    }
}

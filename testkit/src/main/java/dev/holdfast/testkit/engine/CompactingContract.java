package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Changes;
import dev.holdfast.engine.Event;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.Subscription;
import dev.holdfast.engine.Undo;
import dev.holdfast.engine.WaitFor;
import dev.holdfast.engine.Waited;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.Written;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Compaction: requests for anything below the horizon are refused as compacted; everything above it is unaffected. */
public interface CompactingContract extends StoreFixture {
    @Test
    default void keep_isAppliedByRevisions() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State state = counted(engine, Keep.revisions(3), 10);

            assertThat(state.compact()).isEqualTo(8);
            assertThat(state.compact()).isZero();

            for (State seen : List.of(state, elsewhere.states().state(handle(state)))) {
                assertThat(seen.read().revision()).isEqualTo(11);
                assertThat(seen.at(8).document().get("n")).isEqualTo(Json.of(7));
                assertThat(oldest(failure(Code.COMPACTED, () -> seen.at(7)))).isEqualTo(8);
                assertThat(seen.history(9, 100)).extracting(Event::revision).containsExactly(9L, 10L, 11L);
                assertThat(oldest(failure(Code.COMPACTED, () -> seen.history(8, 100))))
                        .isEqualTo(9);
                assertThat(seen.historyKept(1, 100)).extracting(Event::revision).containsExactly(9L, 10L, 11L);
            }
        }
    }

    @Test
    default void keep_isAppliedByAge() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = counted(engine, Keep.age(Duration.ofDays(7)), 3);
            engine.time().pass(Duration.ofSeconds(1));
            state.write(w -> w.increment("n", 1));
            Instant early = engine.time().instant();
            engine.time().pass(Duration.ofDays(6));
            state.write(w -> w.increment("n", 1));
            assertThat(state.compact()).isZero();

            engine.time().pass(Duration.ofDays(2));

            compactsUpTo(state, 5);
            assertThat(state.at(early).revision()).isEqualTo(5);
            failure(Code.COMPACTED, () -> state.at(early.minusMillis(1)));
            assertThat(state.at(early.plus(Duration.ofDays(6))).revision()).isEqualTo(6);
        }
    }

    @Test
    default void keep_ofBothPartsKeepsWhatEitherWants() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = counted(engine, new Keep(2L, Duration.ofDays(1)), 10);
            assertThat(state.compact()).isZero();
            engine.time().pass(Duration.ofDays(2));
            state.write(w -> w.increment("n", 1));

            compactsUpTo(state, 10);
        }
    }

    @Test
    default void keep_isASettingThatCanBeChanged() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.named("kept"));
            for (int i = 0; i < 9; i++) {
                state.write(w -> w.increment("n", 1));
            }
            assertThat(state.compact()).isZero();

            engine.open(StateSpec.named("kept").keep(Keep.age(Duration.ofHours(1))));
            engine.open(StateSpec.named("kept").keep(Keep.revisions(4)));
            assertThat(state.compact()).isEqualTo(8);
            engine.open(StateSpec.named("kept").keep(Keep.EVERYTHING));
            state.write(w -> w.increment("n", 1));

            assertThat(state.compact()).isZero();
            assertThat(state.read().revision()).isEqualTo(14);
        }
    }

    @Test
    default void keep_ofNothingIsRefused() {
        failure(Code.INVALID, () -> Keep.revisions(0));
        failure(Code.INVALID, () -> Keep.age(Duration.ofMillis(999)));
    }

    @Test
    default void retry_overTheHorizonIsStillAnswered() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State state = engine.open(StateSpec.unnamed().keep(Keep.revisions(1)));
            Write write = Write.builder().increment("n", 1).commandId("old").build();
            Written first = state.write(write);
            state.write(w -> w.increment("n", 1));
            state.write(w -> w.increment("n", 1));
            assertThat(state.compact()).isEqualTo(3);

            for (State retried : List.of(state, elsewhere.states().state(handle(state)))) {
                Written again = retried.write(write);
                assertThat(again.replayed()).isTrue();
                assertThat(again.revision()).isEqualTo(first.revision());
                assertThat(again.changed()).isEqualTo(first.changed());
                assertThat(again.values()).as("no longer known").isEmpty();
                failure(Code.OP_REUSED, () -> retried.write(w -> w.set("n", 1).commandId("old")));
            }
            assertThat(state.read().document().get("n")).isEqualTo(Json.of(3));
        }
    }

    @Test
    default void undo_reachesDownToTheHorizon() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State state = counted(engine, Keep.revisions(2), 6);
            assertThat(state.compact()).isEqualTo(5);
            State same = elsewhere.states().state(handle(state));

            assertThat(same.undo(Undo.last(2)).reverted()).hasSize(2);
            assertThat(same.read().document().get("n")).isEqualTo(Json.of(4));
            assertThat(oldest(failure(Code.COMPACTED, same::undo))).isEqualTo(6);
            failure(Code.COMPACTED, () -> state.undo(Undo.event(3)));
            failure(Code.COMPACTED, () -> state.undo(Undo.restore(4)));
            assertThat(state.undo(Undo.restore(5)).changed()).isEmpty();
            assertThat(state.undo(Undo.redo(2)).reverted()).hasSize(2);
        }
    }

    @Test
    default void since_belowTheHorizonIsEverything() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.unnamed().keep(Keep.revisions(2)));
            state.write(w -> w.set("a", 1));
            state.write(w -> w.set("b", 1));
            state.write(w -> w.set("c", 1));
            assertThat(state.compact()).isEqualTo(2);

            Changes below = state.since(1);
            Changes at = state.since(2);

            assertThat(below.full()).isTrue();
            assertThat(below.changed()).containsExactly("a", "b", "c");
            assertThat(at.full()).isFalse();
            assertThat(at.changed()).containsExactly("b", "c");
        }
    }

    @Test
    default void wait_sinceBelowTheHorizonIsOverAtOnce() throws InterruptedException {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = counted(engine, Keep.revisions(1), 5);
            state.compact();

            assertThat(state.await(new WaitFor(1L, Set.of("n"), Duration.ofMinutes(1)))
                            .changed())
                    .containsExactly("n");
        }
    }

    @Test
    default void wait_sinceBelowTheHorizonIsOverThoughItsKeyIsGone() throws InterruptedException {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = counted(engine, Keep.revisions(1), 5);
            long since = state.read().revision() - 1;
            state.write(w -> w.delete("n"));
            state.write(w -> w.set("other", "x"));
            state.compact();
            state.write(w -> w.delete("other"));
            state.compact();

            Waited key = state.await(new WaitFor(since, Set.of("n"), Duration.ofMinutes(1)));
            Waited any = state.await(new WaitFor(since, Set.of(), Duration.ofMinutes(1)));

            assertThat(state.read().document().isEmpty()).isTrue();
            assertThat(key.timedOut()).isFalse();
            assertThat(key.changed()).containsExactly("n");
            assertThat(any.timedOut()).isFalse();
        }
    }

    @Test
    default void wait_isWokenThoughTheCommitWasCompactedAtOnce() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State state = counted(engine, Keep.revisions(1), 1);
            State same = elsewhere.states().state(handle(state));
            for (int round = 0; round < 20; round++) {
                long since = state.read().revision();
                Future<Boolean> waiting =
                        Crowd.start(() -> state.await(new WaitFor(since, Set.of(), Duration.ofSeconds(60)))
                                .timedOut());
                same.write(w -> w.increment("n", 1));
                same.write(w -> w.increment("n", 1));
                same.compact();
                assertThat(Crowd.join(waiting)).isFalse();
            }
        }
    }

    @Test
    default void observer_fallenBelowTheHorizonIsToldAndGoesOn() throws InterruptedException {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = counted(engine, Keep.revisions(2), 8);
            state.compact();
            BlockingQueue<Long> seen = new LinkedBlockingQueue<>();
            BlockingQueue<Failure> gone = new LinkedBlockingQueue<>();

            failure(Code.COMPACTED, () -> state.observe(3, event -> seen.add(event.revision())));
            try (Subscription watch = state.observe(3, event -> seen.add(event.revision()), gone::add)) {
                assertThat(watch).isNotNull();
                state.write(w -> w.increment("n", 1));
                for (long revision = 8; revision <= 10; revision++) {
                    assertThat(seen.poll(Crowd.PATIENCE_SECONDS, TimeUnit.SECONDS))
                            .isEqualTo(revision);
                }
            }
            assertThat(oldest(gone.element())).isEqualTo(8);
        }
    }

    @Test
    default void compaction_neverStopsOrLosesWriters() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State state = counted(engine, Keep.revisions(5), 1);
            State same = elsewhere.states().state(handle(state));
            Crowd.run(6, thread -> {
                State mine = thread % 2 == 0 ? state : same;
                for (int i = 0; i < 40; i++) {
                    int number = i;
                    if (thread < 4) {
                        mine.write(w ->
                                w.increment("n", 1).set("by" + thread, number).commandId(thread + "." + number));
                    } else {
                        mine.compact();
                        assertThat(mine.read().revision()).isPositive();
                    }
                }
                return thread;
            });
            state.compact();

            StateView view = state.read();
            assertThat(view.document().get("n")).isEqualTo(Json.of(161));
            assertThat(view.revision()).isEqualTo(162);
            for (int thread = 0; thread < 4; thread++) {
                int number = thread;
                assertThat(same.write(w -> w.increment("n", 1)
                                        .set("by" + number, 0)
                                        .commandId(number + ".0"))
                                .replayed())
                        .isTrue();
            }
        }
    }

    @Test
    default void background_compactsWhatGrew() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                CommitLog log = open()) {
            State state = engine.open(StateSpec.unnamed().keep(Keep.revisions(10)));
            for (int i = 0; i < 300; i++) {
                state.write(w -> w.increment("n", 1));
            }
            awaitBase(log, state);

            assertThat(state.at(300).document().get("n")).isEqualTo(Json.of(299));
        }
    }

    /**
     * Checks that compaction makes a base at a revision, either by this call or by the background upkeep, which passing
     * time may have started.
     */
    private static void compactsUpTo(State state, long revision) {
        state.compact();
        assertThat(state.at(revision).revision()).isEqualTo(revision);
        assertThat(oldest(failure(Code.COMPACTED, () -> state.at(revision - 1))))
                .isEqualTo(revision);
        assertThat(state.historyKept(1, 100)).extracting(Event::revision).startsWith(revision + 1);
    }

    private static void awaitBase(CommitLog log, State state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(Crowd.PATIENCE_SECONDS))
                .until(() -> log.read(state.handle(), 1, 1, 1, Consistency.LINEARIZABLE)
                                .base()
                        != null);
    }

    private static State counted(EngineUnderTest engine, Keep keep, int writes) {
        State state =
                engine.open(StateSpec.unnamed().lifetime(Lifetime.PERSISTENT).keep(keep));
        for (int i = 0; i < writes; i++) {
            state.write(w -> w.increment("n", 1));
        }
        return state;
    }

    private static String handle(State state) {
        return state.handle().value();
    }

    private static long oldest(Failure failure) {
        return ((JsonNumber) Objects.requireNonNull(failure.facts().get("oldest_revision")))
                .exactLong()
                .orElseThrow();
    }
}

package dev.holdfast.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.testkit.CountingLog;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.ForwardingLog;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** History that grows too old while no call uses its state is compacted all the same, a bounded part at a time. */
public interface AgingContract extends StoreFixture {
    /** As many as the engine looks at in one slice. */
    int SLICE = 128;

    Keep DAY = Keep.age(Duration.ofDays(1));

    @Test
    default void aging_compactsAStateThatIsNotUsed() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                CommitLog log = open()) {
            State aging = counted(engine, DAY);
            State young = counted(engine, Keep.age(Duration.ofDays(9)));
            State kept = counted(engine, Keep.EVERYTHING);

            engine.time().pass(Duration.ofDays(2));
            walkUntilCompacted(engine.holdfast(), engine, log, List.of(aging));

            assertThat(base(log, aging)).isEqualTo(4);
            assertThat(base(log, young)).isZero();
            assertThat(base(log, kept)).isZero();
            assertThat(aging.read().document().get("n")).isEqualTo(Json.of(3));
            assertThat(aging.write(w -> w.increment("n", 1)).revision()).isEqualTo(5);
        }
    }

    @Test
    default void aging_leavesWhatIsYoungAndGoesOnWhenItIsOld() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                CommitLog log = open()) {
            State aging = counted(engine, DAY);
            engine.time().pass(Duration.ofHours(20));
            aging.write(w -> w.increment("n", 1));

            engine.time().pass(Duration.ofHours(10));
            walkUntilCompacted(engine.holdfast(), engine, log, List.of(aging));
            assertThat(base(log, aging)).isEqualTo(4);

            engine.time().pass(Duration.ofHours(20));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(Crowd.PATIENCE_SECONDS))
                    .until(() -> {
                        engine.pass(Duration.ofSeconds(10));
                        return base(log, aging) == 5;
                    });
        }
    }

    @Test
    default void aging_looksAtABoundedNumberOfStatesAtATime() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                CommitLog log = open();
                CountingLog counting = new CountingLog(open());
                Holdfast looking = engine.observing(counting)) {
            List<State> states = many(engine, 2 * SLICE + 10);
            engine.time().pass(Duration.ofHours(23));
            for (int look = 0; look < 10; look++) {
                long before = counting.reads();
                engine.time().pass(Duration.ofSeconds(10));
                looking.fireTimers();
                looking.fireTimers(); // Too soon: the walk rests.
                // The states of this slice, those that are left of the one before, and the lists.
                assertThat(counting.reads() - before).isLessThanOrEqualTo(2 * SLICE + 8);
            }
            engine.time().pass(Duration.ofHours(2));
            walkUntilCompacted(looking, engine, log, states);
        }
    }

    @Test
    default void aging_isHarmlessByManyAtOnceWhileStatesAreWritten() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second();
                CommitLog log = open()) {
            List<State> states = many(engine, 20);
            engine.time().pass(Duration.ofDays(2));
            Future<Integer> writing = Crowd.start(() -> {
                for (int i = 0; i < 5; i++) {
                    states.forEach(state -> state.write(w -> w.increment("n", 1)));
                }
                return 5;
            });
            Future<Integer> walking = Crowd.start(() -> {
                walkUntilCompacted(elsewhere.holdfast(), elsewhere, log, states);
                return 1;
            });
            walkUntilCompacted(engine.holdfast(), engine, log, states);

            assertThat(Crowd.join(writing) + Crowd.join(walking)).isEqualTo(6);
            for (State state : states) {
                assertThat(state.read().document().get("n")).isEqualTo(Json.of(6));
                assertThat(state.read().revision()).isEqualTo(7);
            }
            assertThat(engine.holdfast().verify(done -> {}).damages())
                    .noneMatch(damage -> states.stream()
                            .anyMatch(state ->
                                    damage.toString().contains(state.handle().value())));
        }
    }

    /** Each engine dies when it has compacted a few states; the next one knows nothing of it. */
    @Test
    default void aging_goesOnAfterACrashInTheMiddle() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                CommitLog log = open()) {
            List<State> states = many(engine, 20);
            engine.time().pass(Duration.ofDays(2));
            for (int crash = 0; crash < 3; crash++) {
                AtomicInteger left = new AtomicInteger(3);
                try (Holdfast dying = engine.observing(new DyingLog(open(), left))) {
                    walkUntil(dying, engine, () -> left.get() < 0);
                }
            }
            walkUntilCompacted(engine.holdfast(), engine, log, states);
            states.forEach(state -> assertThat(state.read().document().get("n")).isEqualTo(Json.of(1)));
        }
    }

    /** A clock that is a year ahead for a while. */
    @Test
    @SuppressWarnings("try") // closed early, to end its work in the background
    default void aging_believesNoClockThatHasJustSaidSo() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                CommitLog log = open();
                Holdfast careful =
                        engine(open()).clock(engine.time()).timersByHand().open()) {
            State aging = counted(engine, DAY);
            careful.fireTimers();
            engine.time().pass(Duration.ofDays(365));
            careful.fireTimers();
            engine.time().pass(Duration.ofDays(-365));
            careful.fireTimers();
            careful.close();

            assertThat(base(log, aging)).isZero();
        }
    }

    /** A store that cannot be written any more after some compactions. */
    final class DyingLog extends ForwardingLog {
        private final AtomicInteger left;

        DyingLog(CommitLog delegate, AtomicInteger left) {
            super(delegate);
            this.left = left;
        }

        @Override
        public void truncate(StateId id, long upTo, Base base) {
            if (left.decrementAndGet() < 0) {
                throw StoreUnavailableException.closed();
            }
            super.truncate(id, upTo, base);
        }
    }

    private static State counted(EngineUnderTest engine, Keep keep) {
        State state =
                engine.open(StateSpec.unnamed().lifetime(Lifetime.PERSISTENT).keep(keep));
        for (int i = 0; i < 3; i++) {
            state.write(w -> w.increment("n", 1));
        }
        return state;
    }

    private static List<State> many(EngineUnderTest engine, int number) {
        List<State> states = new ArrayList<>();
        Crowd.run(8, thread -> {
            for (int i = thread; i < number; i += 8) {
                State state = engine.open(
                        StateSpec.unnamed().lifetime(Lifetime.PERSISTENT).keep(DAY));
                state.write(w -> w.increment("n", 1));
                synchronized (states) {
                    states.add(state);
                }
            }
            return thread;
        });
        return states;
    }

    private static void walkUntilCompacted(
            Holdfast walking, EngineUnderTest engine, CommitLog log, List<State> states) {
        walkUntil(walking, engine, () -> states.stream().allMatch(state -> base(log, state) > 0));
    }

    private static void walkUntil(Holdfast walking, EngineUnderTest engine, BooleanSupplier done) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(Crowd.PATIENCE_SECONDS))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    engine.time().pass(Duration.ofSeconds(10));
                    walking.fireTimers();
                    return done.getAsBoolean();
                });
    }

    /** The revision of a state's base; 0 if it has none. */
    private static long base(CommitLog log, State state) {
        Base base = log.read(state.handle(), 1, 1, 1, Consistency.LINEARIZABLE).base();
        return base == null ? 0 : base.revision();
    }
}

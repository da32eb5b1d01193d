package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.spi.Turn;
import dev.holdfast.json.Json;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.ForwardingLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The engine on a store that fails in every way the contract allows. */
final class StoreFaultTest {
    private final IOException cause = new IOException("a fault of the test");

    private final MemoryStorage storage = new MemoryStorage();

    /** A store whose appends fail while {@code failing} is set. */
    private static final class FailingAppends extends ForwardingLog {
        private final AtomicBoolean failing = new AtomicBoolean();
        private final Function<Append, AppendResult> failure;
        private final boolean storesAllTheSame;

        FailingAppends(CommitLog delegate, boolean storesAllTheSame, Function<Append, AppendResult> failure) {
            super(delegate);
            this.storesAllTheSame = storesAllTheSame;
            this.failure = failure;
        }

        @Override
        public List<AppendResult> append(List<Append> batch) {
            if (!failing.get()) {
                return super.append(batch);
            }
            failing.set(false);
            if (storesAllTheSame) {
                super.append(batch);
            }
            return batch.stream().map(failure).toList();
        }
    }

    @Test
    void notAttempted_isUnavailableAndDidNotHappen() {
        FailingAppends log = failing(false, append -> new AppendResult.NotAttempted(cause));
        try (Holdfast holdfast = Holdfast.on(log).open()) {
            State state = holdfast.open(StateSpec.unnamed());
            log.failing.set(true);

            var failure = failure(Code.UNAVAILABLE, () -> state.write(w -> w.set("a", 1)));

            assertThat(failure.facts().get("outcome")).isEqualTo(Json.of("none"));
            assertThat(state.read().revision()).isEqualTo(1);
            assertThat(state.write(w -> w.set("a", 1)).revision()).isEqualTo(2);
        }
    }

    @Test
    void indeterminate_thatWasStoredIsASuccess() {
        FailingAppends log = failing(true, append -> new AppendResult.Indeterminate(cause));
        try (Holdfast holdfast = Holdfast.on(log).open()) {
            State state = holdfast.open(StateSpec.unnamed());
            log.failing.set(true);

            assertThat(state.write(w -> w.increment("n", 1)).revision()).isEqualTo(2);
            assertThat(state.read().document().get("n")).isEqualTo(Json.of(1));
        }
    }

    @Test
    void indeterminate_thatWasNotStoredIsDoneAgain() {
        FailingAppends log = failing(false, append -> new AppendResult.Indeterminate(cause));
        try (Holdfast holdfast = Holdfast.on(log).open()) {
            State state = holdfast.open(StateSpec.unnamed());
            log.failing.set(true);

            assertThat(state.write(w -> w.increment("n", 1)).revision()).isEqualTo(2);
            assertThat(state.read().document().get("n")).isEqualTo(Json.of(1));
        }
    }

    @Test
    void indeterminate_thatNobodyCanTellIsUnknown() {
        AtomicBoolean gone = new AtomicBoolean();
        CommitLog log = new ForwardingLog(MemoryLog.open(storage)) {
            @Override
            public List<AppendResult> append(List<Append> batch) {
                return gone.get()
                        ? batch.stream()
                                .<AppendResult>map(a -> new AppendResult.Indeterminate(cause))
                                .toList()
                        : super.append(batch);
            }

            @Override
            public CommitPage read(StateId id, long from, int commits, int bytes, Consistency consistency) {
                if (gone.get()) {
                    throw StoreUnavailableException.poisoned(cause);
                }
                return super.read(id, from, commits, bytes, consistency);
            }
        };
        try (Holdfast holdfast = Holdfast.on(log).open()) {
            State state = holdfast.open(StateSpec.unnamed());
            gone.set(true);

            var failure = failure(Code.UNAVAILABLE, () -> state.write(w -> w.set("a", 1)));

            assertThat(failure.facts().get("outcome")).isEqualTo(Json.of("unknown"));
        }
    }

    /** An engine's own commits do not change the epoch, so after an unknown outcome it must not read from the cache. */
    @Test
    void unknownOutcome_isSeenByTheNextReadOnceTheStoreIsBack() {
        AtomicBoolean gone = new AtomicBoolean();
        CommitLog log = new ForwardingLog(MemoryLog.open(storage)) {
            @Override
            public List<AppendResult> append(List<Append> batch) {
                List<AppendResult> results = super.append(batch);
                return gone.get() ? fail(batch, new AppendResult.Indeterminate(cause)) : results;
            }

            @Override
            public CommitPage read(StateId id, long from, int commits, int bytes, Consistency consistency) {
                if (gone.get()) {
                    throw StoreUnavailableException.busy("the connection");
                }
                return super.read(id, from, commits, bytes, consistency);
            }
        };
        try (Holdfast holdfast = Holdfast.on(log).open()) {
            State state = holdfast.open(StateSpec.unnamed());
            gone.set(true);
            failure(Code.UNAVAILABLE, () -> state.write(w -> w.increment("n", 1).commandId("op")));
            gone.set(false);

            assertThat(state.read().revision()).isEqualTo(2);
            assertThat(state.write(w -> w.increment("n", 1).commandId("op")).replayed())
                    .isTrue();
        }
    }

    @Test
    void conflict_thatEndsIsDecidedAgain_andOneThatDoesNotIsUnavailable() {
        FailingAppends once = failing(false, append -> new AppendResult.Conflict(OptionalLong.empty()));
        try (Holdfast holdfast = Holdfast.on(once).open()) {
            State state = holdfast.open(StateSpec.unnamed());
            once.failing.set(true);
            assertThat(state.write(w -> w.set("a", 1)).revision()).isEqualTo(2);
        }
        AtomicBoolean always = new AtomicBoolean();
        CommitLog log = new ForwardingLog(MemoryLog.open(storage)) {
            @Override
            public List<AppendResult> append(List<Append> batch) {
                return always.get()
                        ? batch.stream()
                                .<AppendResult>map(a -> new AppendResult.Conflict(OptionalLong.empty()))
                                .toList()
                        : super.append(batch);
            }
        };
        try (Holdfast holdfast = Holdfast.on(log).open()) {
            State state = holdfast.open(StateSpec.unnamed());
            always.set(true);
            var failure = failure(Code.UNAVAILABLE, () -> state.write(w -> w.set("a", 1)));
            assertThat(failure.facts().get("outcome")).isEqualTo(Json.of("none"));
        }
    }

    @Test
    void tooLarge_isALimitAndOthersGoThrough() {
        FailingAppends log = failing(false, append -> new AppendResult.TooLarge(10));
        try (Holdfast holdfast = Holdfast.on(log).open()) {
            State state = holdfast.open(StateSpec.unnamed());
            log.failing.set(true);

            failure(Code.LIMIT, () -> state.write(w -> w.set("a", 1)));
            assertThat(state.write(w -> w.set("a", 2)).revision()).isEqualTo(2);
        }
    }

    @Test
    void turnThatIsNotToBeHad_isUnavailable() {
        AtomicBoolean taken = new AtomicBoolean();
        CommitLog log = new ForwardingLog(MemoryLog.open(storage)) {
            @Override
            public Turn turn() {
                if (taken.get()) {
                    throw StoreUnavailableException.busy("the turn");
                }
                return super.turn();
            }
        };
        try (Holdfast holdfast = Holdfast.on(log).open()) {
            State state = holdfast.open(StateSpec.unnamed());
            taken.set(true);

            failure(Code.UNAVAILABLE, () -> state.write(w -> w.set("a", 1)));
            assertThat(state.read().revision()).isEqualTo(1);
            taken.set(false);
            assertThat(state.write(w -> w.set("a", 1)).revision()).isEqualTo(2);
        }
    }

    @Test
    void oneStateThatCannotBeRead_isTheOnlyOneThatSuffers() {
        CommitLog log = new ForwardingLog(MemoryLog.open(storage)) {
            @Override
            public Head head(StateId id, Consistency consistency) {
                if (id.value().endsWith("0000")) {
                    throw new IllegalStateException("damaged");
                }
                return super.head(id, consistency);
            }
        };
        try (Holdfast holdfast = Holdfast.on(log).open()) {
            State state = holdfast.open(StateSpec.unnamed());
            State damaged = holdfast.as(Principal.local("x")).state("st_00000000000000000000000000");

            assertThat(catchThrowable(() -> damaged.write(w -> w.set("a", 1)))).isNotNull();
            assertThat(state.write(w -> w.set("a", 1)).revision()).isEqualTo(2);
        }
    }

    @Test
    void close_refusesWhatComesLate() {
        Holdfast holdfast = Holdfast.on(MemoryLog.open(storage)).open();
        State state = holdfast.open(StateSpec.unnamed());
        holdfast.close();

        failure(Code.UNAVAILABLE, () -> state.write(w -> w.set("a", 1)));
        failure(Code.UNAVAILABLE, state::read);
    }

    /** However the store fails, a command with an id that is retried until it is acknowledged acts exactly once. */
    @TestFactory
    Stream<DynamicTest> retriedCommands_actOnceWhateverFails() {
        return IntStream.range(0, 20).mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> storm(seed)));
    }

    private void storm(int seed) {
        Random random = new Random(seed);
        CommitLog log = new ForwardingLog(MemoryLog.open(storage)) {
            @Override
            public List<AppendResult> append(List<Append> batch) {
                return switch (random.nextInt(4)) {
                    case 0 -> fail(batch, new AppendResult.NotAttempted(cause));
                    case 1 -> fail(batch, new AppendResult.Indeterminate(cause));
                    case 2 -> {
                        List<AppendResult> hidden = super.append(batch);
                        yield fail(
                                batch,
                                hidden.isEmpty() ? AppendResult.APPENDED : new AppendResult.Indeterminate(cause));
                    }
                    default -> super.append(batch);
                };
            }
        };
        try (Holdfast holdfast = Holdfast.on(log).open()) {
            State state = open(holdfast, seed);
            Crowd.run(4, i -> {
                for (int n = 0; n < 25; n++) {
                    persist(
                            state,
                            Write.builder()
                                    .increment("n", 1)
                                    .commandId(i + "/" + n)
                                    .build());
                }
                return i;
            });
            assertThat(state.read().document().get("n")).isEqualTo(Json.of(100));
        }
    }

    private static State open(Holdfast holdfast, int seed) {
        StateSpec spec = StateSpec.named("storm-" + seed).commandId("open");
        while (true) {
            try {
                return holdfast.open(spec);
            } catch (HoldfastException e) {
                assertThat(e.failure().code()).isEqualTo(Code.UNAVAILABLE);
            }
        }
    }

    private static void persist(State state, Write write) {
        while (true) {
            try {
                state.write(write);
                return;
            } catch (HoldfastException e) {
                assertThat(e.failure().code()).isEqualTo(Code.UNAVAILABLE);
            }
        }
    }

    private static List<AppendResult> fail(List<Append> batch, AppendResult result) {
        List<AppendResult> results = new ArrayList<>();
        batch.forEach(append -> results.add(result));
        return results;
    }

    private FailingAppends failing(boolean storesAllTheSame, Function<Append, AppendResult> failure) {
        return new FailingAppends(MemoryLog.open(storage), storesAllTheSame, failure);
    }
}

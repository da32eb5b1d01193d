package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Fork;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.InternalStates;
import dev.holdfast.engine.InternalStates.Terms;
import dev.holdfast.engine.Limits;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Rate;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.engine.Undo;
import dev.holdfast.engine.WaitFor;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.ForwardingLog;
import dev.holdfast.testkit.ManualTime;
import dev.holdfast.testkit.Seeds;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is countable has a share for each principal; one at its limit is told so, and no other notices. */
final class SharesTest {
    private static final int PER_SECOND = 1_000;
    private static final int AT_ONCE = 20_000;
    private static final String LONG = "x".repeat(8_000);

    private final ManualTime time = new ManualTime();
    private final MemoryStorage storage = new MemoryStorage();
    private final AtomicLong bytes = new AtomicLong();
    private Holdfast holdfast = open(Limits.DEFAULT.withWritesPerPrincipal(new Rate(PER_SECOND, AT_ONCE)));
    private States eve = holdfast.as(Principal.of("eve"));
    private States ada = holdfast.as(Principal.of("ada"));

    private Holdfast open(Limits limits) {
        ForwardingLog counting = new ForwardingLog(MemoryLog.open(storage)) {
            @Override
            public List<AppendResult> append(List<Append> batch) {
                batch.forEach(append -> bytes.addAndGet(append.commit().event().length()));
                return super.append(batch);
            }
        };
        return Holdfast.on(counting).clock(time).timersByHand().limits(limits).open();
    }

    private void reopen(Limits limits) {
        holdfast.close();
        holdfast = open(limits);
        eve = holdfast.as(Principal.of("eve"));
        ada = holdfast.as(Principal.of("ada"));
    }

    @AfterEach
    void close() {
        holdfast.close();
    }

    // --- Bytes written

    @Test
    void writes_areLimitedByWhatTheyStore() {
        State state = eve.open(StateSpec.unnamed()).state();
        Failure failure = untilRefused(() -> state.write(w -> w.set("a", LONG + bytes.get())));

        assertThat(failure.facts().string("limit")).isEqualTo("bytes_written");
        assertThat(failure.facts().get("maximum")).isEqualTo(Json.of(PER_SECOND));
        assertThat(number(failure, "actual")).isGreaterThan(PER_SECOND);
        assertThat(bytes.get()).isBetween((long) AT_ONCE, AT_ONCE + 10_000L);
        ada.open(StateSpec.unnamed()).state().write(w -> w.set("a", LONG));
        state.read();

        time.pass(Duration.ofMillis(number(failure, "retry_after_ms") - 1));
        failure(Code.LIMIT, () -> state.write(w -> w.set("a", 1)));
        time.pass(Duration.ofMillis(1));
        state.write(w -> w.set("a", 1));
    }

    @Test
    void forks_areLimitedByWhatTheyCopy() {
        State source = ada.open(StateSpec.unnamed().data(JsonObject.of("a", Json.of(LONG))))
                .state();
        source.share("eve", Access.READ);
        bytes.set(0);

        untilRefused(() -> eve.open(StateSpec.unnamed().fork(Fork.of(source.handle()))));

        assertThat(bytes.get()).isBetween((long) AT_ONCE, AT_ONCE + 10_000L);
        source.write(w -> w.set("b", 1));
    }

    @Test
    void undo_isLimitedByWhatItBringsBack() {
        State state = eve.open(StateSpec.unnamed()).state();
        state.write(w -> w.set("a", LONG));
        state.write(w -> w.delete("a"));
        bytes.set(0);

        Failure failure = untilRefused(() -> {
            state.undo();
            state.undo(Undo.redo(1));
        });

        assertThat(failure.facts().string("limit")).isEqualTo("bytes_written");
        assertThat(bytes.get()).isLessThan(AT_ONCE + 10_000L);
    }

    @Test
    void manyWritesAtOnce_areNotLetInOnTheSameBytes() {
        State state = eve.open(StateSpec.unnamed()).state();
        List<Boolean> written = Crowd.run(64, i -> {
            try {
                state.write(w -> w.set("k" + i, LONG));
                return true;
            } catch (HoldfastException e) {
                assertThat(e.failure().code()).isEqualTo(Code.LIMIT);
                return false;
            }
        });
        assertThat(written).filteredOn(Boolean::booleanValue).hasSizeBetween(2, 3);
    }

    @Test
    void endingThings_isNeverRefused() {
        State state = eve.open(StateSpec.unnamed()).state();
        State other = eve.open(StateSpec.unnamed()).state();
        untilRefused(() -> state.write(w -> w.set("a", LONG + bytes.get())));
        state.close(null);
        other.erase(null);
    }

    /** The dearest calls that a seed finds, by what they leave on the disk. */
    @TestFactory
    Stream<DynamicTest> anyCalls_storeNoMoreThanTheShare() {
        return Seeds.tests(20, seed -> {
            reopen(Limits.DEFAULT.withWritesPerPrincipal(new Rate(PER_SECOND, AT_ONCE)));
            Random random = new Random(seed);
            State state = eve.open(StateSpec.unnamed()).state();
            bytes.set(0);
            for (int i = 0; i < 300; i++) {
                try {
                    hostile(state, random, i);
                } catch (HoldfastException e) {
                    assertThat(e.failure().code()).isIn(Code.LIMIT, Code.CONFLICT, Code.INVALID);
                }
            }
            assertThat(bytes.get()).isLessThan(AT_ONCE + 150_000L);
        });
    }

    private void hostile(State state, Random random, int i) {
        switch (random.nextInt(9)) {
            case 0 -> state.write(w -> w.set("a" + random.nextInt(4), "y".repeat(random.nextInt(100_000))));
            case 1 -> eve.open(StateSpec.unnamed().fork(Fork.of(state.handle())));
            case 2 -> state.undo();
            case 3 -> state.undo(Undo.redo(1));
            case 4 -> state.undo(Undo.restore(1));
            case 5 -> eve.open(StateSpec.named("n" + i));
            case 6 -> state.write(w -> w.set("later", LONG).delay(Duration.ofHours(1)));
            case 7 -> state.lease("l" + i, Duration.ofSeconds(1));
            default -> state.share("p" + i, Access.READ);
        }
    }

    @Test
    void whatTheProgramKeepsForAPrincipal_takesThePrincipalsShare() {
        InternalStates notes = holdfast.internal("notes").onBehalfOf(Principal.of("eve"), 3);
        Terms terms = Terms.lasting(Duration.ofHours(1));
        JsonObject large = JsonObject.of("a", Json.of("x".repeat(AT_ONCE)));
        assertThat(notes.create("1", large, terms)).isTrue();
        failure(Code.LIMIT, () -> notes.create("2", JsonObject.EMPTY, terms));
        notes.state("1").write(w -> w.set("b", 1));
        assertThat(holdfast.internal("notes").find("1"))
                .as("found by the same key")
                .isPresent();
        InternalStates others = holdfast.internal("notes").onBehalfOf(Principal.of("ada"), 3);
        assertThat(others.create("2", JsonObject.EMPTY, terms)).isTrue();

        time.pass(Duration.ofMinutes(10));
        notes.create("3", JsonObject.EMPTY, terms);
        notes.create("4", JsonObject.EMPTY, terms);
        Failure failure = failure(Code.LIMIT, () -> notes.create("5", JsonObject.EMPTY, terms));
        assertThat(failure.facts().get("maximum")).isEqualTo(Json.of(3));
        notes.erase("3");
        assertThat(notes.create("5", JsonObject.EMPTY, terms)).isTrue();
        assertThat(others.create("6", JsonObject.EMPTY, terms)).isTrue();
    }

    // --- Bytes kept

    @Test
    void documents_ofAPrincipalAreLimitedTogether() {
        reopen(Limits.DEFAULT.withKeptPerPrincipal(20_000));
        List<State> states = Stream.generate(() -> eve.open(StateSpec.unnamed()).state())
                .limit(4)
                .toList();
        states.forEach(state -> state.write(w -> w.set("a", LONG)));
        time.pass(Duration.ofSeconds(5));

        Failure failure = failure(Code.LIMIT, () -> states.getFirst().write(w -> w.set("b", 1)));
        assertThat(failure.facts().string("limit")).isEqualTo("bytes_kept");
        assertThat(number(failure, "actual")).isGreaterThan(32_000);
        failure(Code.LIMIT, () -> eve.open(StateSpec.unnamed()));
        ada.open(StateSpec.unnamed()).state().write(w -> w.set("a", LONG));

        states.get(0).write(w -> w.delete("a"));
        states.get(1).close(null);
        states.get(2).erase(null);
        time.pass(Duration.ofSeconds(5));
        states.get(3).write(w -> w.set("b", 1));
    }

    // --- Waits

    @Test
    void waits_ofAPrincipalAreLimited() {
        reopen(Limits.DEFAULT.withWaitsPerPrincipal(2));
        State state = eve.open(StateSpec.unnamed()).state();
        List<CompletableFuture<Boolean>> waiting =
                Stream.generate(() -> waits(state)).limit(2).toList();
        await().until(() -> holdfast.figures().listeners() == 2);

        Failure failure = failure(Code.LIMIT, () -> state.await(new WaitFor(null, Set.of(), Duration.ZERO)));
        assertThat(failure.facts().string("limit")).isEqualTo("waits");
        assertThat(failure.facts().get("maximum")).isEqualTo(Json.of(2));
        State hers = ada.open(StateSpec.unnamed()).state();
        CompletableFuture<Boolean> other = waits(hers);
        await().until(() -> holdfast.figures().listeners() == 3);

        state.write(w -> w.set("a", 1));
        hers.write(w -> w.set("a", 1));
        waiting.forEach(wait -> assertThat(wait.join()).isTrue());
        assertThat(other.join()).isTrue();
        assertThat(waits(state, Duration.ZERO).join()).as("there is room again").isTrue();
    }

    private static CompletableFuture<Boolean> waits(State state) {
        return waits(state, Duration.ofSeconds(60));
    }

    /** Whether the state changed. */
    private static CompletableFuture<Boolean> waits(State state, Duration timeout) {
        CompletableFuture<Boolean> changed = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                changed.complete(
                        !state.await(new WaitFor(1L, Set.of(), timeout)).timedOut());
            } catch (InterruptedException | RuntimeException e) {
                changed.completeExceptionally(e);
            }
        });
        return changed;
    }

    private static Failure untilRefused(Runnable call) {
        for (int i = 0; i < 1_000; i++) {
            try {
                call.run();
            } catch (HoldfastException e) {
                assertThat(e.failure().code()).isEqualTo(Code.LIMIT);
                return e.failure();
            }
        }
        throw new AssertionError("never refused");
    }

    private static long number(Failure failure, String fact) {
        JsonNumber number = Objects.requireNonNull(failure.facts().number(fact));
        return number.exactLong().orElseThrow();
    }
}

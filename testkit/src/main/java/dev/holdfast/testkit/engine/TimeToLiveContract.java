package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.SingleQuoted.object;
import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.WaitFor;
import dev.holdfast.engine.Waited;
import dev.holdfast.engine.Write;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Keys with a time to live: hidden from all readers at the same time, and removed once, by any engine and however late.
 */
public interface TimeToLiveContract extends StoreFixture {
    Json ONE = Json.of(1);
    Duration TEN = Duration.ofSeconds(10);

    @Test
    default void key_isGoneWhenItsTimeIsUp() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            Instant written = engine.time().instant();
            state.write(w -> w.set("code", ONE, TEN).set("name", "x"));
            assertThat(state.read().keyEndsAt("code")).isEqualTo(written.plus(TEN));

            engine.time().pass(TEN);
            StateView read = state.read();
            assertThat(read.document().keys()).containsExactly("name");
            assertThat(read.keyRevision("code")).isZero();
            assertThat(read.revision()).isEqualTo(2);
            state.write(w -> w.set("code", "new").ifRevision("code", 0));

            assertThat(state.history(3, 9))
                    .extracting(Event::type)
                    .containsExactly(EventType.LAPSED, EventType.WRITTEN);
            assertThat(state.at(written.plusSeconds(9)).document().has("code")).isTrue();
            assertThat(state.at(written).document().has("code")).isTrue();
        }
    }

    @Test
    default void time_belongsToTheValueItWasGivenWith() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            state.write(w -> w.set("kept", ONE, TEN)
                    .set("replaced", ONE, TEN)
                    .set("deleted", ONE, TEN)
                    .set("undone", ONE));
            state.write(w -> w.increment("kept", 1).set("replaced", 2).delete("deleted"));
            state.write(w -> w.set("deleted", 3));
            state.write(w -> w.set("undone", Json.of(2), TEN));
            state.undo();

            engine.pass(TEN);
            assertThat(state.read().document())
                    .isEqualTo(JsonObject.of("replaced", Json.of(2), "deleted", Json.of(3), "undone", ONE));
        }
    }

    @Test
    default void lapse_ofManyEnginesAtOnceIsOneEvent() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest second = engine.second();
                EngineUnderTest third = engine.second();
                EngineUnderTest fourth = engine.second()) {
            List<EngineUnderTest> engines = List.of(engine, second, third, fourth);
            for (int round = 0; round < 5; round++) {
                State state = engine.open();
                state.write(w -> w.set("a", ONE, TEN).set("b", ONE, TEN));
                engine.time().pass(TEN);

                Crowd.run(8, i -> engines.get(i % 4).holdfast().fireTimers());

                assertThat(state.history(1, 9))
                        .extracting(Event::type)
                        .containsExactly(EventType.CREATED, EventType.WRITTEN, EventType.LAPSED);
                assertThat(state.history(3, 1).getFirst().keys()).containsExactly("a", "b");
            }
        }
    }

    @Test
    default void lapse_isLateInTheLogAndNotForReaders() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.named("late"));
            state.write(w -> w.set("a", ONE, TEN));
            engine.time().pass(Duration.ofDays(3));
            assertThat(state.read().document().isEmpty()).isTrue();
            assertThat(state.read().revision()).isEqualTo(2);

            assertThat(engine.holdfast().fireTimers()).isPositive();
            assertThat(state.read().revision()).isEqualTo(3);
            assertThat(engine.second().states().state("@late").read().document().isEmpty())
                    .isTrue();
        }
    }

    /** The clock of a process may be set back, but the time of a state's events does not go back. */
    @Test
    default void clockSteps_bringNothingBack() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            state.write(w -> w.set("a", ONE, TEN));
            engine.pass(TEN);
            Instant lapsed = state.history(3, 1).getFirst().at();

            engine.pass(Duration.ofHours(-1));
            assertThat(state.read().document().isEmpty()).isTrue();
            state.write(w -> w.set("b", ONE, TEN));
            assertThat(state.history(4, 1).getFirst().at()).isEqualTo(lapsed);
            assertThat(state.read().keyEndsAt("b"))
                    .isEqualTo(engine.time().instant().plus(TEN));
            assertThat(state.read().document().has("b")).isTrue();
            engine.pass(TEN);
            assertThat(state.read().document().has("b")).isFalse();
        }
    }

    @Test
    default void lapse_wakesAWaitAndCannotBeUndone() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            state.write(w -> w.set("before", 1));
            long revision = state.write(w -> w.set("a", ONE, TEN)).revision();
            Future<Waited> waiting =
                    Crowd.start(() -> state.await(new WaitFor(revision, Set.of(), Duration.ofSeconds(60))));

            engine.pass(TEN);

            assertThat(Crowd.join(waiting).changed()).containsExactly("a");
            assertThat(state.undo().reverted()).hasSize(1);
            state.undo();
            assertThat(state.read().document().isEmpty()).isTrue();
        }
    }

    @Test
    default void undo_beforeTheLapseWasRecorded_findsIt() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            state.write(w -> w.set("a", 0).set("b", 1));
            state.write(w -> w.set("a", ONE, TEN).set("b", 2));
            engine.time().pass(TEN);

            state.undo();
            assertThat(state.read().document()).isEqualTo(JsonObject.of("a", Json.of(0), "b", ONE));
        }
    }

    @Test
    default void timeToLive_mustMakeSense() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            failure(Code.INVALID, () -> write(state, "{'set':{'a':1},'ttl':{'b':1}}"));
            failure(Code.INVALID, () -> write(state, "{'set':{'/a':1},'ttl':{'/a':1}}"));
            failure(Code.INVALID, () -> write(state, "{'set':{'a':1},'ttl':{'a':0}}"));
            failure(Code.INVALID, () -> write(state, "{'set':{'a':1},'ttl':{'a':1.5}}"));
            failure(Code.INVALID, () -> write(state, "{'set':{'a':1},'ttl':10}"));
            Write.Builder many = Write.builder();
            for (int i = 0; i <= 1_000; i++) {
                many.set("k" + i, ONE, TEN);
            }
            failure(Code.LIMIT, () -> state.write(many.build()));
        }
    }

    private static void write(State state, String arguments) {
        state.write(Write.parse(object(arguments)));
    }
}

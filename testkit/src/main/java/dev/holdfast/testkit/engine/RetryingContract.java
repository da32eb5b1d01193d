package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Closed;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Opened;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.Undo;
import dev.holdfast.engine.Undone;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.Written;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.StoreFixture;
import org.junit.jupiter.api.Test;

/** Retries: the same command id and arguments act once, on whichever engine and after whatever changes. */
public interface RetryingContract extends StoreFixture {
    @Test
    default void write_sentAgainAnswersTheFirstTime() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State state = engine.open();
            Write write = Write.builder().increment("n", 1).commandId("op").build();
            Written first = state.write(write);
            state.write(w -> w.increment("n", 10));

            for (State retried :
                    new State[] {state, elsewhere.states().state(state.handle().value())}) {
                Written again = retried.write(write);
                assertThat(again.replayed()).isTrue();
                assertThat(again.revision()).isEqualTo(first.revision());
                assertThat(again.changed()).isEqualTo(first.changed());
                assertThat(again.values()).isEqualTo(first.values());
            }
            assertThat(state.read().document().get("n")).isEqualTo(Json.of(11));
        }
    }

    @Test
    default void commandId_usedForSomethingElseIsRefused() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            state.write(w -> w.set("a", 1).commandId("op"));

            var failure =
                    failure(Code.OP_REUSED, () -> state.write(w -> w.set("a", 2).commandId("op")));
            failure(Code.OP_REUSED, () -> state.undo(Undo.last(1).commandId("op")));
            failure(Code.OP_REUSED, () -> state.close("op"));

            assertThat(failure.facts().string("op")).isNotBlank();
            assertThat(state.read().revision()).isEqualTo(2);
        }
    }

    @Test
    default void commandId_ofARefusedCommandIsStillUnused() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            failure(
                    Code.CONFLICT,
                    () -> state.write(w -> w.set("a", 1).ifRevision("a", 7).commandId("op")));

            assertThat(state.write(w -> w.set("a", 2).commandId("op")).replayed())
                    .isFalse();
        }
    }

    @Test
    default void commandId_countsPerStateAndPrincipal() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State one = engine.open();
            State other = engine.open();

            assertThat(one.write(w -> w.set("a", 1).commandId("op")).replayed()).isFalse();
            assertThat(other.write(w -> w.set("a", 1).commandId("op")).replayed())
                    .isFalse();
        }
    }

    @Test
    default void commands_areRememberedForAThousandOthers() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            for (int i = 0; i < 1_000; i++) {
                int number = i;
                state.write(w -> w.set("n", number).commandId("op" + number));
            }

            assertThat(state.write(w -> w.set("n", 0).commandId("op0")).replayed())
                    .isTrue();
            try (EngineUnderTest elsewhere = engine.second()) {
                State retried = elsewhere.states().state(state.handle().value());
                assertThat(retried.write(w -> w.set("n", 0).commandId("op0")).replayed())
                        .isTrue();
            }
        }
    }

    @Test
    default void sameCommand_sentEightTimesAtOnceActsOnce() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            Write write = Write.builder().increment("n", 1).commandId("op").build();

            var answers = Crowd.run(8, i -> state.write(write));

            assertThat(answers).extracting(Written::revision).containsOnly(2L);
            assertThat(answers).filteredOn(answer -> !answer.replayed()).hasSize(1);
            assertThat(state.read().document().get("n")).isEqualTo(Json.of(1));
        }
    }

    @Test
    default void undo_sentAgainDoesNotUndoMore() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            state.write(w -> w.set("a", 1));
            state.write(w -> w.set("a", 2));
            Undone first = state.undo(Undo.last(1).commandId("op"));

            Undone again = state.undo(Undo.last(1).commandId("op"));

            assertThat(again.replayed()).isTrue();
            assertThat(again.revision()).isEqualTo(first.revision());
            assertThat(state.read().document().get("a")).isEqualTo(Json.of(1));
        }
    }

    @Test
    default void open_sentAgainFindsTheSameState() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            for (StateSpec spec : new StateSpec[] {
                StateSpec.unnamed().commandId("op-a"), StateSpec.named("plan").commandId("op-b")
            }) {
                Opened first = engine.opening(spec);
                Opened again = engine.opening(spec);

                assertThat(first.created()).isTrue();
                assertThat(again.created()).isTrue();
                assertThat(again.replayed()).isTrue();
                assertThat(again.state().handle()).isEqualTo(first.state().handle());
            }
            failure(
                    Code.OP_REUSED,
                    () -> engine.opening(StateSpec.unnamed().commandId("op-a").data(JsonObject.of("x", Json.of(1)))));
        }
    }

    @Test
    default void close_sentAgainAnswersTheFirstTime() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            Closed first = state.close("op");

            Closed again = state.close("op");

            assertThat(again.replayed()).isTrue();
            assertThat(again.closedAt()).isEqualTo(first.closedAt());
            failure(Code.EXPIRED, () -> state.close("other"));
        }
    }
}

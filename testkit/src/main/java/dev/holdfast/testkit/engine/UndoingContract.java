package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.SingleQuoted.json;
import static dev.holdfast.testkit.SingleQuoted.object;
import static dev.holdfast.testkit.SingleQuoted.text;
import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.Undo;
import dev.holdfast.engine.Undone;
import dev.holdfast.engine.Write;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import dev.holdfast.testkit.RandomWrites;
import dev.holdfast.testkit.StoreFixture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Undo, redo, restore and time travel. */
public interface UndoingContract extends StoreFixture {
    @Test
    default void undo_walksBackAndRedoForward() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.unnamed().data(JsonObject.of("a", Json.of(0))));
            state.write(w -> w.set("a", 1));
            state.write(w -> w.set("a", 2).set("b", 1).note("second"));
            state.write(w -> w.append("list", Json.of(1), Json.of(2)));

            Undone undone = state.undo(Undo.last(2));

            assertThat(undone.reverted()).extracting(Undone.Reverted::revision).containsExactly(4L, 3L);
            assertThat(undone.reverted()).extracting(Undone.Reverted::note).containsExactly(null, "second");
            assertThat(undone.changed()).containsExactly("a", "b", "list");
            assertThat(document(state)).isEqualTo("{'a':1}");
            state.undo(Undo.redo(1));
            assertThat(document(state)).isEqualTo("{'a':2,'b':1}");
            state.undo(Undo.redo(7));
            assertThat(document(state)).isEqualTo("{'a':2,'b':1,'list':[1,2]}");
            assertThat(state.undo(Undo.redo(1)).changed()).isEmpty();
        }
    }

    @Test
    default void undo_withNothingLeftChangesNothing() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.unnamed().data(JsonObject.of("a", Json.of(0))));

            Undone undone = state.undo();

            assertThat(undone.reverted()).isEmpty();
            assertThat(undone.revision()).isEqualTo(1);
            assertThat(document(state)).isEqualTo("{'a':0}");
        }
    }

    @Test
    default void undo_whoseSurroundingsAreGoneOrOfAnotherKindIsAConflict() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            for (String meanwhile : List.of("{'delete':['o']}", "{'set':{'o':[1]}}", "{'set':{'o':7}}")) {
                State state = engine.open(StateSpec.unnamed().data(JsonObject.of("o", JsonObject.of("x", Json.of(1)))));
                long removed = state.write(w -> w.delete("/o/x")).revision();
                state.write(Write.parse(object(meanwhile)));

                failure(Code.CONFLICT, () -> state.undo(Undo.event(removed)));
            }
        }
    }

    @Test
    default void write_clearsTheRedoLine() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            state.write(w -> w.set("a", 1));
            state.undo();
            state.write(w -> w.set("b", 1));

            assertThat(state.undo(Undo.redo(1)).reverted()).isEmpty();
            assertThat(document(state)).isEqualTo("{'b':1}");
        }
    }

    @Test
    default void undo_ofAnOlderEventLeavesLaterOnesAlone() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            state.write(w -> w.set("a", 1));
            state.write(w -> w.set("b", 1));
            state.write(w -> w.set("b", 2));

            state.undo(Undo.event(2));

            assertThat(document(state)).isEqualTo("{'b':2}");
            var failure = failure(Code.CONFLICT, () -> state.undo(Undo.event(3)));
            assertThat(failure.facts().toString()).contains(text("'b'"), "changed_by", "changed_at");
            failure(Code.INVALID, () -> state.undo(Undo.event(2)));
            failure(Code.INVALID, () -> state.undo(Undo.event(99)));
            state.undo(Undo.redo(1));
            assertThat(document(state)).isEqualTo("{'a':1,'b':2}");
        }
    }

    @Test
    default void undo_ofAnInsertCountsTheWholeArray() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.unnamed().data(object("{'l':[1,2]}")));
            state.write(w -> w.append("l", Json.of(3)));
            state.write(w -> w.patch(JsonPatch.parse(json("[{'op':'add','path':'/l/0','value':0}]"))));

            failure(Code.CONFLICT, () -> state.undo(Undo.event(2)));
            state.undo();
            assertThat(document(state)).isEqualTo("{'l':[1,2,3]}");
            state.undo();
            assertThat(document(state)).isEqualTo("{'l':[1,2]}");
        }
    }

    @Test
    default void restore_isAnEventThatCanItselfBeUndone() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            state.write(w -> w.set("a", 1));
            state.write(w -> w.set("a", 2).set("b", 2));

            state.undo(Undo.restore(2));
            assertThat(document(state)).isEqualTo("{'a':1}");
            assertThat(state.history(4, 1)).extracting(event -> event.type()).containsExactly(EventType.RESTORED);
            state.undo();
            assertThat(document(state)).isEqualTo("{'a':2,'b':2}");
        }
    }

    @Test
    default void undo_isRefusedWhenTheDocumentMoved() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            state.write(w -> w.set("a", 1));
            state.write(w -> w.set("a", 2));

            failure(Code.CONFLICT, () -> state.undo(Undo.last(1).ifRevision(2)));
            assertThat(state.undo(Undo.last(1).ifRevision(3)).changed()).containsExactly("a");
        }
    }

    @Test
    default void at_showsEveryRevisionAndTime() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            var created = engine.time().instant();
            engine.time().pass(Duration.ofMinutes(1));
            state.write(w -> w.set("a", 1));
            engine.time().pass(Duration.ofMinutes(1));
            state.write(w -> w.set("a", 2));

            assertThat(state.at(1).document().isEmpty()).isTrue();
            assertThat(state.at(2).document().get("a")).isEqualTo(Json.of(1));
            assertThat(state.at(3).document().get("a")).isEqualTo(Json.of(2));
            assertThat(state.at(created.plusSeconds(60)).revision()).isEqualTo(2);
            assertThat(state.at(created.plusSeconds(119)).revision()).isEqualTo(2);
            assertThat(state.at(created.plusSeconds(999)).revision()).isEqualTo(3);
            failure(Code.INVALID, () -> state.at(0));
            failure(Code.INVALID, () -> state.at(4));
            failure(Code.INVALID, () -> state.at(created.minusSeconds(1)));
        }
    }

    @Test
    default void time_neverGoesBackWithinAState() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            state.write(w -> w.set("a", 1));
            engine.time().pass(Duration.ofHours(-1));
            state.write(w -> w.set("a", 2));

            assertThat(state.history(1, 9))
                    .extracting(event -> event.at())
                    .isSortedAccordingTo(Comparator.naturalOrder());
            engine.time().pass(Duration.ofHours(1));
        }
    }

    /**
     * Random writes, then everything undone and redone: each step must restore the document of the matching revision.
     */
    @TestFactory
    default Stream<DynamicTest> undoAll_thenRedoAll_retracesTheSteps() {
        return IntStream.range(0, 12).mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> retrace(seed)));
    }

    private void retrace(int seed) {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            Random random = new Random(seed);
            State state = engine.open();
            List<JsonObject> documents = new ArrayList<>(List.of(state.read().document()));
            for (int i = 0; i < 25; i++) {
                if (!state.write(RandomWrites.next(random, state.read().document()))
                        .changed()
                        .isEmpty()) {
                    documents.add(state.read().document());
                }
            }
            for (int i = documents.size() - 2; i >= 0; i--) {
                state.undo();
                assertThat(state.read().document()).isEqualTo(documents.get(i));
            }
            for (int i = 1; i < documents.size(); i++) {
                state.undo(Undo.redo(1));
                assertThat(state.read().document()).isEqualTo(documents.get(i));
            }
        }
    }

    private static String document(State state) {
        return new String(state.read().document().toCanonical(), StandardCharsets.UTF_8).replace('"', '\'');
    }
}

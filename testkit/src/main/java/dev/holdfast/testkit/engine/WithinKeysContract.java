package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.SingleQuoted.object;
import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.Target;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonPointer;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.StoreFixture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Updates and preconditions of what lies within a key, named by a JSON Pointer. */
public interface WithinKeysContract extends StoreFixture {
    @TestFactory
    default Stream<DynamicTest> update_losesNothingWithinAKey() {
        return Stream.of("/in/n", "/list/0", "/n", "n", "/in/~1n/m")
                .map(target -> DynamicTest.dynamicTest(target, () -> updateAtOnce(target)));
    }

    private void updateAtOnce(String target) {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.unnamed().data(object("{'in':{'n':0,'/n':{'m':0}},'list':[0],'n':0}")));

            Crowd.run(4, i -> {
                for (int n = 0; n < 10; n++) {
                    state.update(target, value -> Json.of(Long.parseLong(String.valueOf(value)) + 1));
                }
                return i;
            });

            assertThat(Target.parse("target", target).resolve(state.read().document()))
                    .isEqualTo(Json.of(40));
        }
    }

    @Test
    default void update_ofAnAbsentPlaceIsMadeOnceAndDeletedAgain() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.unnamed().data(object("{'in':{'a':1}}")));

            Crowd.run(4, i -> state.update("/in/n", value -> value == null ? Json.of(1) : value));
            assertThat(state.read().document()).isEqualTo(object("{'in':{'a':1,'n':1}}"));

            state.update("/in/n", value -> null);
            assertThat(state.read().document()).isEqualTo(object("{'in':{'a':1}}"));
            failure(Code.INVALID, () -> state.update("/in/~2", value -> value));
        }
    }

    @Test
    default void precondition_onPointersIsThatOfTheirKeys() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.unnamed().data(object("{'in':{'a':1}}")));
            state.write(w -> w.set("/in/n", 1));

            assertThat(state.read().keyRevision("/in/n")).isEqualTo(2);
            assertThat(state.read().keyRevision("/in/m")).isZero();
            failure(Code.CONFLICT, () -> state.write(w -> w.set("/in/n", 5).ifRevision("/in/n", 1)));
            var absent = failure(
                    Code.CONFLICT, () -> state.write(w -> w.set("/in/n", 5).ifRevision("/in/n", 0)));
            assertThat(JsonPointer.parse("/keys/in/revision").resolve(absent.facts()))
                    .isEqualTo(Json.of(2));
            state.write(w -> w.set("/in/n", 2).ifRevision("/in/n", 2));
            state.write(w -> w.set("/in/m", 1).ifRevision("/in/m", 0));
            failure(Code.CONFLICT, () -> state.write(w -> w.set("x", 1).ifRevision("/in/~2", 1)));

            assertThat(state.read().document()).isEqualTo(object("{'in':{'a':1,'n':2,'m':1}}"));
        }
    }
}

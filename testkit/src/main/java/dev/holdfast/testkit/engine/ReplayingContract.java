package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.SingleQuoted.json;
import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Diff;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Replayed;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.StateView;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import dev.holdfast.testkit.RandomWrites;
import dev.holdfast.testkit.Seeds;
import dev.holdfast.testkit.StoreFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Comparing revisions, and replaying a log. */
public interface ReplayingContract extends StoreFixture {
    @Test
    default void diff_tellsByKeyWhatIsDifferent() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.unnamed()
                    .data(JsonObject.of(
                            "same", Json.of(0), "gone", Json.of(1), "deep", JsonObject.of("a", Json.of(1)))));
            state.write(w -> w.set("/deep/a", 2).set("new", 3));
            state.write(w -> w.delete("gone"));

            Diff diff = state.diff(1, 3);

            assertThat(diff.keys().keySet()).containsExactly("deep", "gone", "new");
            assertThat(diff.keys().get("deep"))
                    .isEqualTo(JsonPatch.parse(json("[{'op':'replace','path':'/deep/a','value':2}]")));
            assertThat(state.diff(3, 3).keys()).isEmpty();
            assertThat(state.diff(3, 2).keys().keySet()).containsExactly("gone");
            failure(Code.INVALID, () -> state.diff(0, 1));
            failure(Code.INVALID, () -> state.diff(1, 4));
        }
    }

    /** The difference between any two revisions leads from one to the other. */
    @TestFactory
    default Stream<DynamicTest> diff_leadsFromOneRevisionToAnother() {
        return Seeds.tests(4, this::leadsFromOneToAnother);
    }

    private void leadsFromOneToAnother(long seed) {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            Random random = new Random(seed);
            State state = engine.open();
            for (int i = 0; i < 20; i++) {
                state.write(RandomWrites.next(random, state.read().document()));
            }
            long newest = state.read().revision();
            for (int i = 0; i < 20; i++) {
                long from = 1 + random.nextLong(newest);
                long to = 1 + random.nextLong(newest);
                Json document = state.at(from).document();
                for (JsonPatch patch : state.diff(from, to).keys().values()) {
                    document = patch.applyTo(document);
                }
                assertThat(document).isEqualTo(state.at(to).document());
            }
        }
    }

    @Test
    default void replay_goesThroughEveryEventAndMatches() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            for (int i = 0; i < 250; i++) {
                state.write(w -> w.increment("n", 1));
            }
            List<StateView> seen = new ArrayList<>();

            Replayed replayed = state.replay(null, null, (event, view) -> seen.add(view));
            Replayed part = state.replay(101L, 200L, (event, view) -> {});

            assertThat(replayed.matches()).isTrue();
            assertThat(replayed.events()).isEqualTo(251);
            assertThat(seen)
                    .extracting(StateView::revision)
                    .hasSize(251)
                    .startsWith(1L, 2L)
                    .endsWith(251L);
            assertThat(seen.get(100).document().get("n")).isEqualTo(Json.of(100));
            assertThat(part.matches()).isTrue();
            assertThat(part.events()).isEqualTo(100);
            assertThat(part.view().document()).isEqualTo(state.at(200).document());
            failure(Code.INVALID, () -> state.replay(0L, null, (event, view) -> {}));
            failure(Code.INVALID, () -> state.replay(1L, 252L, (event, view) -> {}));
            failure(Code.INVALID, () -> state.replay(9L, 7L, (event, view) -> {}));
        }
    }

    @Test
    default void replay_beginsWithWhatIsKept() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State state = engine.open(StateSpec.unnamed().keep(Keep.revisions(3)));
            for (int i = 0; i < 9; i++) {
                state.write(w -> w.increment("n", 1));
            }
            state.compact();
            State seen = elsewhere.states().state(state.handle().value());
            List<Long> revisions = new ArrayList<>();

            Replayed replayed = seen.replay(null, null, (event, view) -> revisions.add(event.revision()));

            assertThat(replayed.matches()).isTrue();
            assertThat(revisions).containsExactly(8L, 9L, 10L);
            failure(Code.COMPACTED, () -> seen.replay(7L, null, (event, view) -> {}));
            failure(Code.COMPACTED, () -> seen.replay(null, 5L, (event, view) -> {}));
            failure(Code.COMPACTED, () -> seen.diff(5, 10));
        }
    }
}

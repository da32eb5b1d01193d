package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Merge;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.json.Json;
import dev.holdfast.testkit.Samples;
import dev.holdfast.testkit.StoreFixture;
import org.junit.jupiter.api.Test;

/**
 * Merges of states that are related, but not forks of one another: their common ancestor is where their lines diverge.
 */
public interface MergingRelativesContract extends StoreFixture {
    @Test
    default void siblings_mergeWhatEachChangedSinceTheirSource() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State plan = engine.open(Samples.document(1, 1));
            State one = engine.fork(plan);
            plan.write(w -> w.set("b", 5));
            State two = engine.fork(plan);
            one.write(w -> w.set("a", 2));
            two.write(w -> w.set("new", 1));

            State seen = elsewhere.states().state(one.handle().value());
            assertThat(seen.merge(Merge.from(two.handle())).changed()).containsExactly("b", "new");
            assertThat(two.merge(Merge.from(seen.handle())).changed()).containsExactly("a");
            assertThat(two.read().document()).isEqualTo(one.read().document());
            assertThat(plan.merge(Merge.from(two.handle())).changed()).containsExactly("a", "new");
            assertThat(plan.merge(Merge.from(one.handle())).changed()).isEmpty();
        }
    }

    @Test
    default void siblings_thatChangedTheSameKeyAreInConflict() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State plan = engine.open(Samples.document(1, 1));
            State one = engine.fork(plan);
            State two = engine.fork(plan);
            one.write(w -> w.set("a", 2));
            two.write(w -> w.set("a", 3).set("b", 3));

            failure(Code.CONFLICT, () -> one.merge(Merge.from(two.handle())));
            assertThat(one.read().revision()).isEqualTo(2);
            assertThat(one.merge(Merge.from(two.handle()).prefer(Merge.Prefer.THEIRS))
                            .resolved())
                    .containsExactly("a");
            assertThat(one.merge(Merge.from(two.handle())).changed()).isEmpty();
        }
    }

    @Test
    default void forksOfForks_mergeAcrossGenerations() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State plan = engine.open(Samples.document(1, 1));
            State child = engine.fork(plan);
            State aunt = engine.fork(plan);
            child.write(w -> w.set("a", 2));
            State grandchild = engine.fork(child);
            grandchild.write(w -> w.set("b", 2));
            child.write(w -> w.set("a", 3));

            assertThat(plan.merge(Merge.from(grandchild.handle())).changed()).containsExactly("a", "b");
            assertThat(aunt.merge(Merge.from(grandchild.handle())).changed()).containsExactly("a", "b");
            assertThat(plan.merge(Merge.from(child.handle())).changed())
                    .as("the part that the grandchild brought is in common")
                    .containsExactly("a");
            assertThat(plan.read().document().get("a")).isEqualTo(Json.of(3));
        }
    }

    /**
     * Changes that came through a third state also count as common with their origin; otherwise setting such a key back
     * to its old value would be missed.
     */
    @Test
    default void merge_bringsWhatWasTakenBackAlthoughItCameByAnother() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State plan = engine.open(Samples.document(1, 1));
            State one = engine.fork(plan);
            State two = engine.fork(plan);
            plan.write(w -> w.set("a", 2));
            one.merge(Merge.from(plan.handle()));
            two.merge(Merge.from(one.handle()));
            two.write(w -> w.set("a", 1));

            assertThat(plan.merge(Merge.from(two.handle())).changed()).containsExactly("a");
            assertThat(one.merge(Merge.from(two.handle())).changed()).containsExactly("a");
            State late = engine.fork(plan);
            late.write(w -> w.set("a", 2));
            assertThat(one.merge(Merge.from(late.handle())).changed()).containsExactly("a");
            assertThat(one.read().document()).isEqualTo(late.read().document());
        }
    }

    /** Three states merged criss-cross: a key without a clear order of changes is a conflict, and is not lost. */
    @Test
    default void merge_afterMergesThatCrossedTellsOfWhatIsUncertain() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State plan = engine.open(Samples.document(1, 1));
            State one = engine.fork(plan);
            State two = engine.fork(plan);
            one.write(w -> w.set("a", 2));
            two.write(w -> w.set("b", 2));
            plan.merge(Merge.from(one.handle()));
            plan.merge(Merge.from(two.handle()));
            State other = engine.fork(two);
            other.merge(Merge.from(one.handle()));
            assertThat(other.read().document()).isEqualTo(plan.read().document());

            other.write(w -> w.set("a", 1).set("c", 1));
            Failure failure = failure(Code.CONFLICT, () -> plan.merge(Merge.from(other.handle())));
            assertThat(failure.facts().get("conflicts")).isEqualTo(Json.of(1));
            assertThat(plan.merge(Merge.from(other.handle()).prefer(Merge.Prefer.THEIRS))
                            .changed())
                    .containsExactly("a", "c");
        }
    }

    @Test
    default void siblings_mergeWithoutTheirSource() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State plan = engine.open(Samples.document(1, 1));
            State one = engine.fork(plan);
            plan.write(w -> w.set("b", 2));
            State two = engine.fork(plan);
            plan.erase(null);
            one.write(w -> w.set("a", 2));

            assertThat(two.merge(Merge.from(one.handle())).changed()).containsExactly("a");
            assertThat(one.merge(Merge.from(two.handle())).changed()).containsExactly("b");
        }
    }

    @Test
    default void merge_whoseCommonVersionIsGoneIsRefused() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State plan =
                    engine.open(StateSpec.unnamed().data(Samples.document(1, 1)).keep(Keep.revisions(1)));
            State one = engine.fork(plan);
            State two = engine.fork(plan);
            plan.write(w -> w.set("a", 2));
            one.merge(Merge.from(plan.handle()));
            two.merge(Merge.from(plan.handle()));
            two.write(w -> w.set("a", 1));

            plan.write(w -> w.set("b", 2));
            plan.write(w -> w.set("b", 3));
            assertThat(plan.compact()).isPositive();
            Failure compacted = failure(Code.COMPACTED, () -> one.merge(Merge.from(two.handle())));
            assertThat(compacted.facts().string("handle"))
                    .isEqualTo(plan.handle().value());
            assertThat(compacted.facts().has("oldest_revision")).isTrue();
            plan.erase(null);
            Failure gone = failure(Code.COMPACTED, () -> one.merge(Merge.from(two.handle())));
            assertThat(gone.facts().string("handle")).isEqualTo(plan.handle().value());
            assertThat(one.read().document()).isEqualTo(Samples.document(2, 1));
        }
    }
}

package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Merge;
import dev.holdfast.engine.State;
import dev.holdfast.engine.Undo;
import dev.holdfast.testkit.Samples;
import dev.holdfast.testkit.StoreFixture;
import org.junit.jupiter.api.Test;

/** Merges that are undone: their changes count as not merged, so that another merge brings them again. */
public interface UnmergingContract extends StoreFixture {
    @Test
    default void undo_ofAMergeMakesItMergeableAgain() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State plan = engine.open(Samples.document(1, 1));
            State draft = engine.fork(plan);
            draft.write(w -> w.set("a", 2));
            plan.merge(Merge.from(draft.handle()));
            draft.write(w -> w.set("b", 2));
            plan.merge(Merge.from(draft.handle()));

            plan.undo();
            assertThat(plan.read().document()).isEqualTo(Samples.document(2, 1));
            plan.undo();
            assertThat(plan.read().document()).isEqualTo(Samples.document(1, 1));
            plan.undo(Undo.redo(1));
            assertThat(plan.merge(Merge.from(draft.handle())).changed()).containsExactly("b");
            plan.undo(Undo.restore(1));
            assertThat(plan.merge(Merge.from(draft.handle())).changed()).containsExactly("a", "b");
            plan.undo();
            plan.undo();
            assertThat(plan.read().document()).as("the restore undone").isEqualTo(Samples.document(2, 2));
            assertThat(plan.merge(Merge.from(draft.handle())).changed()).isEmpty();
            assertThat(plan.history(1, 99)).extracting(Event::type).contains(EventType.MERGED, EventType.UNDONE);
        }
    }

    /** A merge that changes no key is not a step of undo; such merges after an undone merge are undone with it. */
    @Test
    default void undo_ofAMergeTakesAlongTheMergesAfterItThatChangedNothing() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State plan = engine.open(Samples.document(1, 1));
            State draft = engine.fork(plan);
            draft.write(w -> w.set("a", 2));
            plan.merge(Merge.from(draft.handle()));
            draft.write(w -> w.set("b", 2));
            plan.write(w -> w.set("b", 2));
            assertThat(plan.merge(Merge.from(draft.handle())).changed()).isEmpty();

            plan.undo(Undo.last(2));
            assertThat(plan.read().document()).isEqualTo(Samples.document(1, 1));
            assertThat(plan.merge(Merge.from(draft.handle())).changed()).containsExactly("a", "b");
            assertThat(plan.read().document()).isEqualTo(Samples.document(2, 2));
        }
    }

    @Test
    default void undo_ofAMergeAmongLaterOnesOfTheSameStateIsAConflict() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State plan = engine.open(Samples.document(1, 1));
            State draft = engine.fork(plan);
            draft.write(w -> w.set("a", 2));
            long first = plan.merge(Merge.from(draft.handle())).revision();
            draft.write(w -> w.set("b", 2));
            long second = plan.merge(Merge.from(draft.handle())).revision();
            plan.write(w -> w.set("b", 1));

            failure(Code.CONFLICT, () -> plan.undo(Undo.event(first)));
            assertThat(plan.read().document()).isEqualTo(Samples.document(2, 1));
            plan.undo();
            plan.undo(Undo.event(second));
            plan.undo(Undo.event(first));
            assertThat(plan.merge(Merge.from(draft.handle())).changed()).containsExactly("a", "b");
        }
    }

    @Test
    default void undo_ofAMergeAmongLaterOnesOfOtherStatesIsOfThatOneAlone() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State plan = engine.open(Samples.document(1, 1));
            State one = engine.fork(plan);
            State two = engine.fork(plan);
            one.write(w -> w.set("a", 2));
            two.write(w -> w.set("b", 2));
            long first = plan.merge(Merge.from(one.handle())).revision();
            plan.merge(Merge.from(two.handle()));

            plan.undo(Undo.event(first));
            assertThat(plan.read().document()).isEqualTo(Samples.document(1, 2));
            assertThat(plan.merge(Merge.from(two.handle())).changed()).isEmpty();
            assertThat(plan.merge(Merge.from(one.handle())).changed()).containsExactly("a");
        }
    }

    /**
     * After the undo, conflicts resolved by preference are decided again, and a state that knew of the merge no longer
     * counts it.
     */
    @Test
    default void undo_ofAMergeIsBroughtOnByMerges() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State plan = engine.open(Samples.document(1, 1));
            State draft = engine.fork(plan);
            State reader = engine.fork(plan);
            draft.write(w -> w.set("a", 2).set("b", 2));
            plan.write(w -> w.set("b", 3));
            plan.merge(Merge.from(draft.handle()).prefer(Merge.Prefer.OURS));
            assertThat(reader.merge(Merge.from(plan.handle())).changed()).containsExactly("a", "b");

            plan.undo();
            failure(Code.CONFLICT, () -> plan.merge(Merge.from(draft.handle())));
            assertThat(reader.merge(Merge.from(plan.handle())).changed()).containsExactly("a");
            reader.write(w -> w.set("c", 1));
            assertThat(plan.merge(Merge.from(reader.handle())).changed()).containsExactly("c");

            assertThat(plan.merge(Merge.from(draft.handle()).prefer(Merge.Prefer.THEIRS))
                            .changed())
                    .containsExactly("a", "b");
            assertThat(reader.merge(Merge.from(plan.handle())).changed()).containsExactly("a", "b");
        }
    }
}

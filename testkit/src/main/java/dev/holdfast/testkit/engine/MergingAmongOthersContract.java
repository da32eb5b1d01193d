package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Fork;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Merge;
import dev.holdfast.engine.Merged;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.engine.spi.Turn;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.ForwardingLog;
import dev.holdfast.testkit.StoreFixture;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Merges that are retried, refused, or concurrent with other writes. */
public interface MergingAmongOthersContract extends StoreFixture {
    @Test
    default void merge_sentAgainAnswersTheFirstTime() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State plan = engine.open();
            State draft = engine.fork(plan);
            draft.write(w -> w.set("a", 1));
            Merge merge = Merge.from(draft.handle()).commandId("merge");
            Merged first = plan.merge(merge);
            draft.write(w -> w.set("a", 2));
            draft.erase(null);

            State seen = elsewhere.states().state(plan.handle().value());
            Merged again = seen.merge(merge);

            assertThat(again.replayed()).as("although the merged state is gone").isTrue();
            assertThat(again.revision()).isEqualTo(first.revision());
            assertThat(again.changed()).isEqualTo(first.changed());
            assertThat(seen.read().document()).isEqualTo(JsonObject.of("a", Json.of(1)));
            failure(Code.OP_REUSED, () -> seen.merge(merge.prefer(Merge.Prefer.OURS)));
            failure(Code.OP_REUSED, () -> seen.write(w -> w.set("a", 3).commandId("merge")));
        }
    }

    @Test
    default void ifRevision_guards() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State plan = engine.open();
            State draft = engine.fork(plan);
            draft.write(w -> w.set("a", 1));
            plan.write(w -> w.set("b", 1));

            failure(Code.CONFLICT, () -> plan.merge(Merge.from(draft.handle()).ifRevision(1)));
            assertThat(plan.merge(Merge.from(draft.handle()).ifRevision(2)).changed())
                    .containsExactly("a");
        }
    }

    @Test
    default void merge_needsToWriteHereAndReadThere() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            String bob = "bob-" + UUID.randomUUID();
            States alice = engine.holdfast().as(Principal.of("alice-" + UUID.randomUUID()));
            State plan = alice.open(StateSpec.unnamed()).state();
            State draft =
                    alice.open(StateSpec.unnamed().fork(Fork.of(plan.handle()))).state();
            draft.write(w -> w.set("a", 1));
            State his =
                    engine.holdfast().as(Principal.of(bob)).state(plan.handle().value());

            failure(Code.NOT_FOUND, () -> his.merge(Merge.from(draft.handle())));
            plan.share(bob, Access.READ);
            draft.share(bob, Access.READ);
            failure(Code.FORBIDDEN, () -> his.merge(Merge.from(draft.handle())));
            plan.share(bob, Access.WRITE);
            draft.share(bob, Access.NONE);
            var foreign = failure(Code.NOT_FOUND, () -> his.merge(Merge.from(draft.handle())));
            draft.share(bob, Access.READ);
            assertThat(his.merge(Merge.from(draft.handle())).changed()).containsExactly("a");
            draft.erase(null);
            assertThat(failure(Code.NOT_FOUND, () -> his.merge(Merge.from(draft.handle()))))
                    .isEqualTo(foreign);
        }
    }

    @Test
    default void merge_whoseDocumentMovesMeanwhileIsAConflict() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State plan = engine.open();
            State draft = engine.fork(plan);
            draft.write(w -> w.set("a", 1));

            var failure = failure(
                    Code.CONFLICT,
                    () -> whileMerging(engine, plan, Merge.from(draft.handle()), () -> plan.write(w -> w.set("b", 1))));

            assertThat(failure.hint()).contains("merged");
            assertThat(plan.read().document()).isEqualTo(JsonObject.of("b", Json.of(1)));
            assertThat(plan.merge(Merge.from(draft.handle())).changed()).containsExactly("a");
        }
    }

    @Test
    default void merge_whoseSourceMovesOrGoesMeanwhileTakesWhatItRead() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State plan = engine.open();
            State draft = engine.fork(plan);
            draft.write(w -> w.set("a", 1));

            whileMerging(engine, plan, Merge.from(draft.handle()), () -> draft.write(w -> w.set("b", 1)));
            assertThat(plan.read().document()).isEqualTo(JsonObject.of("a", Json.of(1)));

            whileMerging(engine, plan, Merge.from(draft.handle()), () -> draft.erase(null));
            assertThat(plan.read().document()).isEqualTo(JsonObject.of("a", Json.of(1), "b", Json.of(1)));
        }
    }

    /** Two states merge each other at the same time: a later change of a merged key must not be lost silently. */
    @Test
    default void merges_thatCrossAreToldAsConflictsWhereTheyDisagree() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State plan = engine.open(StateSpec.unnamed().data(JsonObject.of("a", Json.of(1), "b", Json.of(1))));
            State draft = engine.fork(plan);
            plan.write(w -> w.set("a", 2));
            draft.write(w -> w.set("b", 2));
            whileMerging(engine, plan, Merge.from(draft.handle()), () -> draft.merge(Merge.from(plan.handle())));
            assertThat(plan.read().document()).isEqualTo(draft.read().document());

            draft.write(w -> w.set("a", 1));
            failure(Code.CONFLICT, () -> plan.merge(Merge.from(draft.handle())));
            plan.write(w -> w.set("b", 1));
            failure(Code.CONFLICT, () -> draft.merge(Merge.from(plan.handle())));
            plan.merge(Merge.from(draft.handle()).prefer(Merge.Prefer.THEIRS));
            assertThat(draft.merge(Merge.from(plan.handle())).changed()).isEmpty();
        }
    }

    /** A merge concurrent with writers, retried on conflicts, loses nothing of either side. */
    @Test
    default void merge_amongWritersLosesNothing() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State plan = engine.open();
            State draft = engine.fork(plan);

            Crowd.run(6, number -> {
                EngineUnderTest used = number % 2 == 0 ? engine : elsewhere;
                State ours = used.states().state(plan.handle().value());
                State theirs = used.states().state(draft.handle().value());
                for (int i = 0; i < 10; i++) {
                    if (number < 2) {
                        ours.write(w -> w.increment("ours" + number, 1));
                    } else if (number < 4) {
                        theirs.write(w -> w.increment("theirs" + number, 1));
                    } else {
                        tried(ours, Merge.from(theirs.handle()));
                    }
                }
                return number;
            });
            plan.merge(Merge.from(draft.handle()));

            JsonObject.Builder expected = JsonObject.builder();
            expected.put("ours0", 10).put("ours1", 10).put("theirs2", 10).put("theirs3", 10);
            assertThat(plan.read().document()).isEqualTo(expected.build());
        }
    }

    private static void tried(State state, Merge merge) {
        try {
            state.merge(merge);
        } catch (HoldfastException e) {
            assertThat(e.failure().code()).isEqualTo(Code.CONFLICT);
        }
    }

    /** Merges, and runs {@code meanwhile} after the merge was computed and before it is decided. */
    private void whileMerging(EngineUnderTest engine, State into, Merge merge, Runnable meanwhile) {
        CountDownLatch workedOut = new CountDownLatch(1);
        CountDownLatch happened = new CountDownLatch(1);
        try (Holdfast merging = engine.observing(new ForwardingLog(open()) {
            @Override
            public Turn turn() {
                workedOut.countDown();
                Crowd.await(happened);
                return super.turn();
            }
        })) {
            State state =
                    merging.as(engine.states().principal()).state(into.handle().value());
            Future<Object> outcome = Crowd.start(() -> {
                try {
                    return state.merge(merge);
                } catch (HoldfastException e) {
                    return e;
                }
            });
            Crowd.await(workedOut);
            meanwhile.run();
            happened.countDown();
            if (Crowd.join(outcome) instanceof HoldfastException refused) {
                throw refused;
            }
        }
    }
}

package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.SingleQuoted.object;
import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Cause;
import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Fork;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Merge;
import dev.holdfast.engine.Merged;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.Version;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.StoreFixture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Three-way merges: what is merged, what is a conflict, and what is recorded. */
public interface MergingContract extends StoreFixture {
    @Test
    default void merge_bringsWhatTheForkChanged() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State plan = planned(engine, "{'kept':1,'changed':1,'gone':1}");
            State draft = engine.fork(plan);
            draft.write(w -> w.set("changed", 2).set("new", 1).delete("gone"));
            plan.write(w -> w.set("kept", 2));

            State seen = elsewhere.states().state(plan.handle().value());
            Merged merged = seen.merge(Merge.from(draft.handle()));

            assertThat(merged.changed()).containsExactly("changed", "gone", "new");
            assertThat(merged.resolved()).isEmpty();
            assertThat(merged.revision()).isEqualTo(3);
            assertThat(document(plan)).isEqualTo("{'changed':2,'kept':2,'new':1}");
            Event event = plan.history(3, 1).getFirst();
            assertThat(event.type()).isEqualTo(EventType.MERGED);
            assertThat(event.cause()).isEqualTo(new Cause.Merged(new Version(draft.handle(), 2)));
        }
    }

    @Test
    default void merge_goesBothWaysAgainAndAgain() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State plan = planned(engine, "{'a':1,'b':1}");
            State draft = engine.fork(plan);
            plan.write(w -> w.set("a", 2));
            assertThat(draft.merge(Merge.from(plan.handle())).changed()).containsExactly("a");
            draft.write(w -> w.set("a", 3));
            plan.write(w -> w.set("b", 2));
            assertThat(plan.merge(Merge.from(draft.handle())).changed()).containsExactly("a");
            plan.write(w -> w.set("a", 4));

            assertThat(draft.merge(Merge.from(plan.handle())).changed()).containsExactly("a", "b");
            assertThat(document(draft)).isEqualTo("{'a':4,'b':2}");
            assertThat(plan.merge(Merge.from(draft.handle())).changed()).isEmpty();
        }
    }

    @Test
    default void merge_withNothingNewCommitsNothing() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State plan = planned(engine, "{'a':1}");
            State draft = engine.fork(plan);
            plan.write(w -> w.set("a", 2));

            assertThat(plan.merge(Merge.from(draft.handle())).revision()).isEqualTo(2);
            draft.write(w -> w.set("a", 2));
            assertThat(plan.merge(Merge.from(draft.handle())).changed()).isEmpty();
            assertThat(plan.read().revision())
                    .as("the log records that both have the same value")
                    .isEqualTo(3);
            assertThat(plan.merge(Merge.from(draft.handle())).revision()).isEqualTo(3);
            draft.write(w -> w.set("a", 5));
            assertThat(plan.merge(Merge.from(draft.handle())).changed()).containsExactly("a");
        }
    }

    @Test
    default void merge_ofKeysThatBothChangedIsAConflictAndMergesNothing() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State plan = planned(engine, "{'a':1,'b':1}");
            State draft = engine.fork(plan);
            draft.write(w -> w.set("a", "draft").set("b", 2));
            plan.write(w -> w.delete("a"));

            Failure failure = failure(Code.CONFLICT, () -> plan.merge(Merge.from(draft.handle())));

            JsonObject key = Objects.requireNonNull(
                    Objects.requireNonNull(failure.facts().object("keys")).object("a"));
            assertThat(Objects.requireNonNull(key.object("ours")).get("revision"))
                    .isEqualTo(Json.of(0));
            JsonObject theirs = Objects.requireNonNull(key.object("theirs"));
            assertThat(theirs.get("value")).isEqualTo(Json.of("draft"));
            assertThat(theirs.string("changed_by"))
                    .isEqualTo(engine.states().principal().id());
            assertThat(theirs.string("changed_at")).isNotBlank();
            assertThat(document(plan)).isEqualTo("{'b':1}");
            assertThat(plan.read().revision()).isEqualTo(2);
        }
    }

    @Test
    default void prefer_settlesConflictsOnce() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State plan = planned(engine, "{'a':1,'b':1}");
            State one = engine.fork(plan);
            State two = engine.fork(plan);
            one.write(w -> w.set("a", "one").set("b", "one"));
            two.write(w -> w.set("a", "two"));
            plan.write(w -> w.set("a", "plan"));

            Merged theirs = plan.merge(Merge.from(one.handle()).prefer(Merge.Prefer.THEIRS));
            assertThat(theirs.resolved()).containsExactly("a");
            assertThat(document(plan)).isEqualTo("{'a':'one','b':'one'}");
            Merged ours = plan.merge(Merge.from(two.handle()).prefer(Merge.Prefer.OURS));
            assertThat(ours.resolved()).containsExactly("a");
            assertThat(ours.changed()).isEmpty();
            assertThat(document(plan)).isEqualTo("{'a':'one','b':'one'}");
            assertThat(plan.merge(Merge.from(two.handle())).changed()).isEmpty();
            assertThat(two.merge(Merge.from(plan.handle())).changed()).containsExactly("a", "b");
        }
    }

    @Test
    default void merge_ofWhatHasNothingInCommonIsInvalid() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State plan = planned(engine, "{'a':1}");
            State draft = engine.fork(plan);
            State stranger = planned(engine, "{'a':1}");

            failure(Code.INVALID, () -> plan.merge(Merge.from(plan.handle())));
            failure(Code.INVALID, () -> plan.merge(Merge.from(stranger.handle())));
            failure(
                    Code.INVALID,
                    () -> draft.merge(Merge.from(engine.fork(stranger).handle())));
            assertThat(plan.read().revision()).isEqualTo(1);
        }
    }

    /** A merged value that was changed here since counts as a change here: another merge does not bring it again. */
    @Test
    default void merge_neverBringsBackWhatWasChangedSince() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State plan = planned(engine, "{'a':1}");
            State draft = engine.fork(plan);
            draft.write(w -> w.set("a", 2));
            plan.merge(Merge.from(draft.handle()));
            plan.write(w -> w.set("a", 1));
            draft.write(w -> w.set("b", 1));

            assertThat(plan.merge(Merge.from(draft.handle())).changed()).containsExactly("b");
            assertThat(document(plan)).isEqualTo("{'a':1,'b':1}");
        }
    }

    @Test
    default void keysWithATimeToLive_takeNoPart() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State plan = planned(engine, "{'a':1,'mine':1}");
            State draft = engine.fork(plan);
            draft.write(
                    w -> w.set("code", Json.of("secret"), Duration.ofMinutes(1)).set("a", 2));
            draft.write(w -> w.set("mine", 2));
            plan.write(w -> w.set("mine", Json.of(1), Duration.ofMinutes(1)));

            assertThat(plan.merge(Merge.from(draft.handle())).changed()).containsExactly("a", "mine");

            assertThat(plan.read().keyEndsAt("mine"))
                    .as("another value has no time to live")
                    .isNull();
            plan.write(w -> w.set("code", "secret"));
            engine.pass(Duration.ofHours(1));
            assertThat(document(plan)).isEqualTo("{'a':2,'code':'secret','mine':2}");
            draft.write(w -> w.set("b", 1));
            assertThat(plan.merge(Merge.from(draft.handle())).changed())
                    .as("the lapse of the draft's code is not a change to merge")
                    .containsExactly("b");
            assertThat(document(plan)).isEqualTo("{'a':2,'b':1,'code':'secret','mine':2}");
        }
    }

    @Test
    default void merge_isBasedOnWhatIsKept() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State plan = engine.open(
                    StateSpec.unnamed().data(JsonObject.of("a", Json.of(1))).keep(Keep.revisions(2)));
            State draft =
                    engine.open(StateSpec.unnamed().fork(Fork.of(plan.handle())).keep(Keep.revisions(2)));
            draft.write(w -> w.set("a", 2));
            plan.merge(Merge.from(draft.handle()));
            for (int i = 0; i < 5; i++) {
                plan.write(w -> w.increment("n", 1));
            }
            assertThat(plan.compact()).isPositive();
            draft.write(w -> w.set("b", 1));

            State seen = elsewhere.states().state(plan.handle().value());
            assertThat(seen.merge(Merge.from(draft.handle())).changed())
                    .as("the base records what was merged")
                    .containsExactly("b");

            for (int i = 0; i < 5; i++) {
                draft.write(w -> w.increment("b", 1));
            }
            assertThat(draft.compact()).isPositive();
            Failure failure = failure(Code.COMPACTED, () -> seen.merge(Merge.from(draft.handle())));
            assertThat(failure.facts().string("handle"))
                    .isEqualTo(draft.handle().value());
            assertThat(failure.facts().has("oldest_revision")).isTrue();
        }
    }

    private static State planned(EngineUnderTest engine, String document) {
        return engine.open(object(document));
    }

    private static String document(State state) {
        return new String(state.read().document().toCanonical(), StandardCharsets.UTF_8).replace('"', '\'');
    }
}

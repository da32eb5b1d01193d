package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Cause;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Fork;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.ListQuery;
import dev.holdfast.engine.Opened;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.States;
import dev.holdfast.engine.Version;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.spi.Turn;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.ForwardingLog;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Forks: states that begin as a copy of another. */
public interface ForkingContract extends StoreFixture {
    @Test
    default void fork_beginsAsItsSourceAndGoesItsOwnWay() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State plan = engine.open(StateSpec.named("plan").data(JsonObject.of("a", Json.of(1), "n", JsonNull.NULL)));
            plan.write(w -> w.set("a", 2));

            Opened opened = elsewhere.opening(StateSpec.named("draft").fork(new Fork("@plan", null)));
            State draft = opened.state();

            assertThat(opened.created()).isTrue();
            assertThat(draft.read().revision()).isEqualTo(1);
            assertThat(draft.read().document()).isEqualTo(plan.read().document());
            assertThat(draft.read().origin()).isEqualTo(new Version(plan.handle(), 2));
            assertThat(draft.history(1, 1).getFirst().cause())
                    .isEqualTo(new Cause.Forked(new Version(plan.handle(), 2)));
            draft.write(w -> w.set("a", 3));
            plan.write(w -> w.set("a", 4));
            assertThat(draft.read().document().get("a")).isEqualTo(Json.of(3));
            assertThat(plan.read().document().get("a")).isEqualTo(Json.of(4));
            assertThat(plan.read().origin()).isNull();
        }
    }

    @Test
    default void fork_ofAnOlderRevisionIsThatRevision() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State plan = engine.open(StateSpec.unnamed().data(JsonObject.of("a", Json.of(1))));
            plan.write(w -> w.set("a", 2));

            State fork =
                    engine.open(StateSpec.unnamed().fork(Fork.of(plan.handle()).at(1)));
            State forkOfFork = engine.fork(fork);

            assertThat(fork.read().document()).isEqualTo(JsonObject.of("a", Json.of(1)));
            assertThat(forkOfFork.read().document()).isEqualTo(JsonObject.of("a", Json.of(1)));
            assertThat(forkOfFork.read().origin()).isEqualTo(new Version(fork.handle(), 1));
            failure(
                    Code.INVALID,
                    () -> engine.open(
                            StateSpec.unnamed().fork(Fork.of(plan.handle()).at(3))));
        }
    }

    @Test
    default void fork_cannotUndoWhatItBeganAs() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State plan = engine.open();
            plan.write(w -> w.set("a", 1));
            State fork = engine.fork(plan);

            assertThat(fork.undo().reverted()).isEmpty();
            fork.write(w -> w.set("a", 2));
            fork.undo();
            assertThat(fork.read().document()).isEqualTo(plan.read().document());
        }
    }

    /**
     * The source's name, labels, grants, leases and scheduled writes are not forked, and neither are keys with a time
     * to live.
     */
    @Test
    default void fork_leavesWhatIsTheSourcesOwn() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State plan = engine.open(
                    StateSpec.named("plan").labels(Map.of("team", "x")).keep(Keep.revisions(1)));
            plan.write(w -> w.set("a", 1).set("code", Json.of("secret"), Duration.ofMinutes(1)));
            plan.write(w -> w.set("later", 1).delay(Duration.ofMinutes(1)));
            plan.lease("build", Duration.ofMinutes(1));
            plan.share("bob", Access.READ);

            State fork = engine.fork(plan);

            StateView view = fork.read();
            assertThat(view.document()).isEqualTo(JsonObject.of("a", Json.of(1)));
            assertThat(view.name()).isNull();
            assertThat(view.labels()).isEmpty();
            assertThat(view.leases()).isEmpty();
            assertThat(view.grants()).isEmpty();
            assertThat(view.scheduled()).isEmpty();
            engine.pass(Duration.ofHours(1));
            assertThat(fork.read().document()).isEqualTo(JsonObject.of("a", Json.of(1)));
            fork.write(w -> w.set("a", 2));
            assertThat(fork.compact()).as("it keeps its history").isZero();
        }
    }

    @Test
    default void fork_sentAgainIsTheSameFork() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State plan = engine.open(StateSpec.unnamed().data(JsonObject.of("a", Json.of(1))));
            for (StateSpec spec : List.of(StateSpec.unnamed(), StateSpec.named("draft"))) {
                StateSpec forking = spec.fork(Fork.of(plan.handle())).commandId("fork");
                Opened first = engine.opening(forking);
                plan.write(w -> w.increment("a", 1));
                first.state().write(w -> w.set("b", 1));

                Opened again = elsewhere.opening(forking);

                assertThat(again.replayed()).isTrue();
                assertThat(again.created()).isTrue();
                assertThat(again.state().handle()).isEqualTo(first.state().handle());
                failure(
                        Code.OP_REUSED,
                        () -> elsewhere.open(forking.fork(Fork.of(plan.handle()).at(1))));
                failure(Code.OP_REUSED, () -> elsewhere.open(forking.fork(null)));
            }
            StateSpec late = StateSpec.unnamed().fork(Fork.of(plan.handle())).commandId("late");
            State fork = engine.open(late);
            plan.erase(null);
            assertThat(engine.open(late).handle())
                    .as("although its source is erased")
                    .isEqualTo(fork.handle());
        }
    }

    @Test
    default void fork_ofWhatMayNotBeReadIsNotFound() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            String suffix = UUID.randomUUID().toString();
            States alice = engine.holdfast().as(Principal.of("alice-" + suffix));
            States bob = engine.holdfast().as(Principal.of("bob-" + suffix));
            State plan = alice.open(StateSpec.named("plan")).state();
            StateSpec forking =
                    StateSpec.named("draft").fork(Fork.of(plan.handle())).commandId("fork");

            var foreign = failure(Code.NOT_FOUND, () -> bob.open(forking));
            assertThat(bob.list(ListQuery.ALL).states()).isEmpty();
            failure(Code.NOT_FOUND, () -> bob.state("@draft"));
            failure(Code.NOT_FOUND, () -> bob.open(StateSpec.unnamed().fork(new Fork("@plan", null))));

            plan.share("bob-" + suffix, Access.READ);
            State fork = bob.open(forking).state();
            assertThat(fork.read().owner()).isEqualTo("bob-" + suffix);
            plan.erase(null);
            var erased =
                    failure(Code.NOT_FOUND, () -> bob.open(StateSpec.unnamed().fork(Fork.of(plan.handle()))));
            assertThat(erased).isEqualTo(foreign);
            fork.write(w -> w.set("a", 1));
        }
    }

    @Test
    default void fork_ofWhatHasEndedIsExpired() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State plan = engine.open();
            plan.close(null);

            failure(Code.EXPIRED, () -> engine.fork(plan));
        }
    }

    @Test
    default void fork_whereThereIsAStateIsInvalid() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State plan = engine.open(StateSpec.named("plan").data(JsonObject.of("a", Json.of(1))));
            State other = engine.open(StateSpec.named("other"));

            failure(Code.INVALID, () -> engine.open(StateSpec.named("other").fork(Fork.of(plan.handle()))));
            failure(
                    Code.INVALID,
                    () -> engine.open(StateSpec.handle(other.handle().value()).fork(Fork.of(plan.handle()))));
            failure(
                    Code.INVALID,
                    () -> engine.open(StateSpec.unnamed().data(JsonObject.EMPTY).fork(Fork.of(plan.handle()))));
            assertThat(other.read().document()).isEqualTo(JsonObject.EMPTY);
        }
    }

    @Test
    default void fork_belowTheHorizonIsCompacted() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State plan = engine.open(StateSpec.unnamed().keep(Keep.revisions(1)));
            plan.write(w -> w.increment("n", 1));
            plan.write(w -> w.increment("n", 1));
            State fork =
                    engine.open(StateSpec.unnamed().fork(Fork.of(plan.handle())).keep(Keep.revisions(1)));
            plan.compact();

            failure(
                    Code.COMPACTED,
                    () -> engine.open(
                            StateSpec.unnamed().fork(Fork.of(plan.handle()).at(1))));
            State second =
                    engine.open(StateSpec.unnamed().fork(Fork.of(plan.handle()).at(2)));
            assertThat(second.read().document().get("n")).isEqualTo(Json.of(1));

            fork.write(w -> w.increment("n", 1));
            fork.write(w -> w.increment("n", 1));
            assertThat(fork.compact()).isPositive();
            State seen = elsewhere.states().state(fork.handle().value());
            assertThat(seen.read().origin()).isEqualTo(new Version(plan.handle(), 3));
        }
    }

    @Test
    default void fork_amongWritersShowsOneRevision() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State plan = engine.open(StateSpec.unnamed().data(JsonObject.of("a", Json.of(0), "b", Json.of(0))));
            Write both = Write.builder().increment("a", 1).increment("b", 1).build();

            List<StateView> forks = Crowd.run(8, number -> {
                EngineUnderTest used = number % 2 == 0 ? engine : elsewhere;
                State seen = used.states().state(plan.handle().value());
                for (int i = 0; i < 10; i++) {
                    seen.write(both);
                }
                return used.open(StateSpec.unnamed().fork(Fork.of(seen.handle())))
                        .read();
            });

            for (StateView fork : forks) {
                long revision = Objects.requireNonNull(fork.origin()).revision();
                assertThat(fork.document().get("a")).isEqualTo(Json.of(revision - 1));
                assertThat(fork.document()).isEqualTo(plan.at(revision).document());
            }
        }
    }

    /**
     * A fork is self-contained: erasing the source after it was read and before the fork's first event has no effect on
     * it.
     */
    @Test
    default void fork_whoseSourceIsErasedMeanwhileStands() {
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch erased = new CountDownLatch(1);
        try (EngineUnderTest engine = new EngineUnderTest(this);
                Holdfast forking = engine.observing(new ForwardingLog(open()) {
                    @Override
                    public Turn turn() {
                        read.countDown();
                        Crowd.await(erased);
                        return super.turn();
                    }
                })) {
            State plan = engine.open(StateSpec.unnamed().data(JsonObject.of("a", Json.of(1))));
            Future<Opened> fork = Crowd.start(() -> forking.as(engine.states().principal())
                    .open(StateSpec.unnamed().fork(Fork.of(plan.handle()))));
            Crowd.await(read);
            plan.erase(null);
            erased.countDown();

            State made = Crowd.join(fork).state();
            assertThat(made.read().document()).isEqualTo(JsonObject.of("a", Json.of(1)));
            failure(Code.NOT_FOUND, plan::read);
        }
    }
}

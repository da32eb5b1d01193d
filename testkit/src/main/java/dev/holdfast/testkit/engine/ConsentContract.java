package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Fork;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Lease;
import dev.holdfast.engine.LeaseRequest;
import dev.holdfast.engine.Limits;
import dev.holdfast.engine.ListQuery;
import dev.holdfast.engine.Listing;
import dev.holdfast.engine.Merge;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.engine.Subscription;
import dev.holdfast.engine.WaitFor;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.CountingLog;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** No principal is given what it did not take, nor learns of what it was not given. */
public interface ConsentContract extends StoreFixture {
    @Test
    default void grant_countsForItsReceiverFromTheFirstCallOn() {
        String bob = "bob-" + UUID.randomUUID();
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State state = engine.open(StateSpec.named("plan"));
            States his = elsewhere.holdfast().as(Principal.of(bob));

            state.share(bob, Access.WRITE);
            assertThat(handles(his)).isEmpty();

            State taken = his.state(state.handle().value());
            long revision = taken.read().revision();
            assertThat(handles(his)).containsExactly(state.handle());
            assertThat(handles(engine.holdfast().as(Principal.of(bob)))).containsExactly(state.handle());
            assertThat(state.history(revision, 1))
                    .extracting(event -> event.type() + " " + event.actor())
                    .containsExactly(EventType.ACCEPTED + " " + bob);
            assertThat(taken.read().revision()).as("taking it is recorded once").isEqualTo(revision);

            state.share(bob, Access.READ);
            assertThat(handles(his)).as("another right to what was taken").hasSize(1);
            state.share(bob, Access.NONE);
            state.share(bob, Access.READ);
            assertThat(handles(his)).as("given anew").isEmpty();
        }
    }

    @Test
    default void everyCallThatNamesTheHandleTakesAGrant() {
        List<Consumer<State>> calls = List.of(
                state -> state.write(w -> w.set("a", 1)),
                State::undo,
                state -> state.at(1),
                state -> state.history(1, 1),
                state -> state.lease("l", Duration.ofMinutes(1)),
                state -> state.close(null),
                state -> failure(
                        Code.CONFLICT, () -> state.write(w -> w.set("a", 1).ifRevision("a", 7))),
                state -> failure(Code.FORBIDDEN, () -> state.erase(null)));
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            for (Consumer<State> call : calls) {
                String bob = "bob-" + UUID.randomUUID();
                State state = engine.open();
                States his = engine.holdfast().as(Principal.of(bob));
                state.share(bob, Access.ADMIN);
                call.accept(his.state(state.handle().value()));
                engine.states().open(StateSpec.handle(state.handle().value()));
                // Closing ends a state before it is taken; the next call takes it.
                his.state(state.handle().value()).read();
                assertThat(handles(his)).containsExactly(state.handle());
            }
        }
    }

    @Test
    default void stateHandedOver_countsForItsGiverUntilItIsTaken() {
        Limits few = new Limits(1 << 20, 1 << 20, 1 << 20, 64, 100, 1);
        String alice = "alice-" + UUID.randomUUID();
        String bob = "bob-" + UUID.randomUUID();
        try (Holdfast holdfast = engine(open()).limits(few).open()) {
            States hers = holdfast.as(Principal.of(alice));
            States his = holdfast.as(Principal.of(bob));
            State state = hers.open(StateSpec.named("plan")).state();
            state.share(bob, Access.OWNER);

            failure(Code.LIMIT, () -> hers.open(StateSpec.unnamed()));
            assertThat(handles(his)).isEmpty();
            assertThat(hers.list(ListQuery.ALL).states())
                    .extracting(Listing.Summary::owner)
                    .as("the giver may still close it")
                    .containsExactly(bob);

            assertThat(his.state(state.handle().value()).read().owner()).isEqualTo(bob);
            failure(Code.NOT_FOUND, state::read);
            assertThat(handles(hers)).isEmpty();
            assertThat(handles(his)).containsExactly(state.handle());
            failure(Code.LIMIT, () -> his.open(StateSpec.unnamed()));
            hers.open(StateSpec.named("plan"));
        }
    }

    @Test
    default void stateHandedOver_isNotTakenByOneWhoHasNoRoom() {
        Limits few = new Limits(1 << 20, 1 << 20, 1 << 20, 64, 100, 1);
        String alice = "alice-" + UUID.randomUUID();
        String bob = "bob-" + UUID.randomUUID();
        try (Holdfast holdfast = engine(open()).limits(few).open()) {
            States hers = holdfast.as(Principal.of(alice));
            States his = holdfast.as(Principal.of(bob));
            State own = his.open(StateSpec.unnamed()).state();
            State state = hers.open(StateSpec.unnamed()).state();
            state.share(bob, Access.OWNER);

            State handed = his.state(state.handle().value());
            handed.write(w -> w.set("a", 1));
            assertThat(handles(his)).containsExactly(own.handle());
            failure(Code.LIMIT, () -> hers.open(StateSpec.unnamed()));

            own.close(null);
            handed.read();
            assertThat(handles(his)).containsExactly(state.handle());
        }
    }

    /** The cost of a refusal tells nothing: not whether a state exists, nor whether this process has it in memory. */
    @Test
    default void refusals_costTheSameWhetherOrNotThereIsAState() {
        StateId unknown = StateId.mint(new Random(1));
        try (EngineUnderTest engine = new EngineUnderTest(this);
                CountingLog log = new CountingLog(open());
                Holdfast holdfast = engine.observing(log)) {
            States hers = engine.holdfast().as(Principal.of("alice-" + UUID.randomUUID()));
            State foreign = hers.open(StateSpec.named("plan")).state();
            for (int i = 0; i < 40; i++) {
                foreign.write(w -> w.increment("n", 1));
            }
            State inMemory =
                    holdfast.as(hers.principal()).open(StateSpec.unnamed()).state();
            State erased = hers.open(StateSpec.unnamed()).state();
            erased.erase(null);
            States his = holdfast.as(Principal.of("bob-" + UUID.randomUUID()));
            State own = his.open(StateSpec.unnamed()).state();

            for (Consumer<State> call : callsOf(his, own)) {
                long cost = cost(log, his, unknown, call);
                assertThat(cost).isLessThanOrEqualTo(8);
                for (State other : List.of(foreign, inMemory, erased, foreign, inMemory)) {
                    assertThat(cost(log, his, other.handle(), call)).isEqualTo(cost);
                }
            }
        }
    }

    private static List<Consumer<State>> callsOf(States caller, State own) {
        return List.of(
                State::read,
                state -> state.at(1),
                state -> state.history(1, 9),
                state -> state.historyKept(1, 9),
                state -> state.since(0),
                state -> state.diff(1, 1),
                state -> state.write(w -> w.set("a", 1)),
                state -> state.undo(),
                state -> state.merge(Merge.from(own.handle())),
                state -> own.merge(Merge.from(state.handle())),
                state -> state.lease("l", Duration.ofMinutes(1)),
                state -> state.share("carol", Access.READ),
                state -> state.close(null),
                state -> state.erase(null),
                State::erasable,
                state -> state.observe(event -> {}),
                ConsentContract::waitFor,
                state -> caller.open(StateSpec.handle(state.handle().value())),
                state -> caller.open(StateSpec.unnamed().fork(Fork.of(state.handle()))));
    }

    private static void waitFor(State state) {
        try {
            state.await(new WaitFor(null, Set.of(), Duration.ZERO));
        } catch (InterruptedException e) {
            throw new AssertionError("the test was interrupted", e);
        }
    }

    private static long cost(CountingLog log, States caller, StateId handle, Consumer<State> call) {
        long before = log.reads();
        var failure = failure(Code.NOT_FOUND, () -> call.accept(caller.state(handle.value())));
        assertThat(failure.facts().string("handle")).isEqualTo(handle.value());
        return log.reads() - before;
    }

    // --- Withdrawal

    @Test
    default void wait_endsWhenAccessIsWithdrawn() throws Exception {
        for (WaitFor what : List.of(
                new WaitFor(null, Set.of(), Duration.ofSeconds(60)),
                new WaitFor(null, Set.of("a"), Duration.ofSeconds(60)))) {
            String bob = "bob-" + UUID.randomUUID();
            try (EngineUnderTest engine = new EngineUnderTest(this);
                    EngineUnderTest elsewhere = engine.second()) {
                State state = engine.open();
                state.share(bob, Access.READ);
                State his = elsewhere
                        .holdfast()
                        .as(Principal.of(bob))
                        .state(state.handle().value());
                his.read();
                Attempt<Object> attempt = Attempt.of(() -> his.await(what));
                attempt.untilHeard(elsewhere.holdfast());

                state.share(bob, Access.NONE);

                assertThat(attempt.failure().code()).isEqualTo(Code.NOT_FOUND);
            }
        }
    }

    @Test
    default void lease_isFreeWhenItsHolderLosesItsAccess() {
        String bob = "bob-" + UUID.randomUUID();
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            State his =
                    engine.holdfast().as(Principal.of(bob)).state(state.handle().value());
            for (Access left : List.of(Access.READ, Access.NONE)) {
                state.share(bob, Access.WRITE);
                his.lease("editor", Duration.ofHours(1));
                failure(Code.CONFLICT, () -> state.lease("editor", Duration.ofHours(1)));
                state.share(bob, left);
                Lease lease = state.lease("editor", Duration.ofHours(1));
                state.lease(LeaseRequest.release("editor", lease.token()));
            }
        }
    }

    @Test
    @SuppressWarnings("try") // the subscription is held, not used
    default void observation_endsWhenAccessIsWithdrawn() throws Exception {
        String bob = "bob-" + UUID.randomUUID();
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State state = engine.open();
            state.share(bob, Access.READ);
            State his = elsewhere
                    .holdfast()
                    .as(Principal.of(bob))
                    .state(state.handle().value());
            long from = his.read().revision() + 1;
            List<Long> told = new CopyOnWriteArrayList<>();
            CompletableFuture<Code> gone = new CompletableFuture<>();
            try (Subscription watch =
                    his.observe(from, event -> told.add(event.revision()), f -> gone.complete(f.code()))) {
                long last = state.write(w -> w.set("a", 1)).revision();
                state.share(bob, Access.NONE);
                state.write(w -> w.set("a", 2));

                assertThat(gone.get(60, TimeUnit.SECONDS)).isEqualTo(Code.NOT_FOUND);
                assertThat(told).containsExactly(last);
            }
        }
    }

    /** A call on a thread of its own that is expected to fail. */
    record Attempt<T>(CompletableFuture<T> result) {
        static <T> Attempt<T> of(Callable<T> call) {
            CompletableFuture<T> result = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    result.complete(call.call());
                } catch (Exception e) {
                    result.completeExceptionally(e);
                }
            });
            return new Attempt<>(result);
        }

        void untilHeard(Holdfast holdfast) {
            Awaitility.await().until(() -> holdfast.figures().listeners() > 0);
        }

        Failure failure() throws Exception {
            try {
                result.get(60, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                return ((HoldfastException) Objects.requireNonNull(e.getCause())).failure();
            }
            throw new AssertionError("it did not fail");
        }
    }

    private static List<StateId> handles(States states) {
        return states.list(ListQuery.ALL).states().stream()
                .map(Listing.Summary::handle)
                .toList();
    }
}

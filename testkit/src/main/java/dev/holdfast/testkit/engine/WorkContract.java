package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.SingleQuoted.object;
import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.OpenQuestions;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Resolution;
import dev.holdfast.engine.RunSpec;
import dev.holdfast.engine.RunState;
import dev.holdfast.engine.Runs;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.States;
import dev.holdfast.engine.WaitFor;
import dev.holdfast.engine.Worker;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.workflow.ClaimedStep;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.engine.workflow.RunStatus;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.CountingLog;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Ready work is found over all runs that a principal may see, without reading them, and done by workers. */
public interface WorkContract extends StoreFixture {
    /** Two steps, of which the second is given what the first answered. */
    JsonObject TWO = object("""
        {'name':'two','version':'1','output':'steps.last.output','steps':{
           'first':{'work':'double','input':'input','retry':{'max_attempts':3,'backoff':0.001}},
           'last':{'work':'add','needs':['first'],'input':'steps.first.output'}}}\
        """);

    /** Nothing but waiting. */
    JsonObject IDLE = object("""
        {'name':'idle','version':'1','steps':{'go':{'kind':'wait','signal':'go'},
           'act':{'work':'act','needs':['go']}}}\
        """);

    /** A person decides. */
    JsonObject ASKS = object("""
        {'name':'asks','version':'1','steps':{'ok':{'kind':'approval','text':'Go on?'}}}\
        """);

    private static Optional<ClaimedStep> next(Runs runs, Duration wait, String... work) {
        try {
            return runs.next(Set.of(work), Duration.ofMinutes(1), wait);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    default void work_isFoundInAnyRun() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            Runs runs = engine.states().runs();
            assertThat(next(runs, Duration.ZERO, "double")).isEmpty();
            for (int i = 0; i < 5; i++) {
                runs.start(RunSpec.of(TWO).input(Json.of(i)));
            }
            for (int i = 0; i < 5; i++) {
                ClaimedStep step = next(runs, Duration.ZERO, "add", "double").orElseThrow();
                assertThat(step.workflow()).isEqualTo("two");
                runs.run(step.run().value()).fail(step, "no", false);
            }
            assertThat(next(runs, Duration.ZERO, "add", "double")).isEmpty();
            failure(Code.INVALID, () -> next(runs, Duration.ZERO));
        }
    }

    @Test
    default void work_isGivenToThoseWhoMayDoIt() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            Principal owner = new Principal("https://issuer#owner");
            Principal worker = new Principal("https://issuer#worker");
            RunState run = engine.holdfast()
                    .as(owner)
                    .runs()
                    .start(RunSpec.of(TWO).input(Json.of(1)))
                    .state();
            States theirs = engine.holdfast().as(worker);
            assertThat(next(theirs.runs(), Duration.ZERO, "double")).isEmpty();
            run.state().share(worker.id(), Access.READ);
            theirs.state(run.handle().value()).read(); // takes what it was given
            assertThat(next(theirs.runs(), Duration.ZERO, "double")).isEmpty();
            run.state().share(worker.id(), Access.WRITE);
            ClaimedStep step = next(theirs.runs(), Duration.ZERO, "double").orElseThrow();
            failure(Code.FORBIDDEN, () -> run.report(step, Json.of(1)));
            theirs.runs().run(run.handle().value()).report(step, Json.of(2));
        }
    }

    @Test
    default void worker_isWokenByWorkThatBecomesReady() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            Runs runs = engine.states().runs();
            Future<Optional<ClaimedStep>> waiting = Crowd.start(() -> next(runs, Duration.ofSeconds(60), "double"));
            runs.start(RunSpec.of(TWO).input(Json.of(1)));
            assertThat(Crowd.join(waiting)).isPresent();
        }
    }

    @Test
    default void openRuns_costWorkersNothing() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            Runs runs = engine.states().runs();
            Crowd.run(8, thread -> {
                for (int i = 0; i < 125; i++) {
                    runs.start(RunSpec.of(IDLE));
                }
                return thread;
            });
            RunState rare = runs.start(RunSpec.of(TWO).input(Json.of(1))).state();
            CountingLog log = new CountingLog(open());
            try (Holdfast fresh = engine.observing(log)) {
                Runs elsewhere = fresh.as(engine.states().principal()).runs();
                long before = log.reads();
                assertThat(next(elsewhere, Duration.ZERO, "act")).isEmpty();
                assertThat(log.reads() - before)
                        .isLessThanOrEqualTo(4L * log.info().shards());
                before = log.reads();
                assertThat(next(elsewhere, Duration.ZERO, "double", "act")
                                .orElseThrow()
                                .run())
                        .isEqualTo(rare.handle());
                assertThat(log.reads() - before)
                        .isLessThanOrEqualTo(12L * log.info().shards());
            }
        }
    }

    /** Of other runs none is read, and of those that ended only the ones that are told. */
    @Test
    default void runs_areFoundFromTheStateThatTheyWereStartedFor() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            Runs runs = engine.states().runs();
            State session = engine.open(StateSpec.unnamed());
            String handle = session.handle().value();
            for (int i = 0; i < 30; i++) {
                runs.start(RunSpec.of(IDLE));
                runs.start(RunSpec.of(IDLE).session(handle)).state().cancel(null, null);
                engine.pass(Duration.ofSeconds(1));
            }
            List<StateId> open = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                engine.pass(Duration.ofSeconds(1));
                open.addFirst(
                        runs.start(RunSpec.of(ASKS).session(handle)).state().handle());
            }
            CountingLog log = new CountingLog(open());
            try (Holdfast fresh = engine.observing(log)) {
                Runs elsewhere = fresh.as(engine.states().principal()).runs();
                long before = log.reads();
                List<StateView> found = elsewhere.ofSession(session.handle(), 5);
                assertThat(found.stream().map(StateView::handle).limit(3)).isEqualTo(open);
                assertThat(found.stream()
                                .map(view -> Objects.requireNonNull(view.run()).status()))
                        .containsExactly(
                                RunStatus.RUNNING,
                                RunStatus.RUNNING,
                                RunStatus.RUNNING,
                                RunStatus.CANCELLED,
                                RunStatus.CANCELLED);
                assertThat(found.getFirst().labels()).containsEntry(RunSpec.SESSION, handle);
                assertThat(log.reads() - before)
                        .isLessThanOrEqualTo(4L * log.info().shards() + 5 * 6);
            }
            assertThat(runs.ofSession(engine.open(StateSpec.unnamed()).handle(), 5))
                    .isEmpty();
        }
    }

    @Test
    default void run_isStartedOnlyForAStateThatTheCallerMayWrite() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            States owner = engine.holdfast().as(new Principal("https://issuer#owner"));
            States other = engine.holdfast().as(new Principal("https://issuer#other"));
            State session = owner.open(StateSpec.named("plan")).state();
            RunSpec spec = RunSpec.of(ASKS).session(session.handle().value());
            failure(Code.NOT_FOUND, () -> other.runs().start(spec));
            failure(Code.NOT_FOUND, () -> owner.runs().start(spec.session("@other")));
            session.share(other.principal().id(), Access.READ);
            failure(Code.FORBIDDEN, () -> other.runs().start(spec));
            session.share(other.principal().id(), Access.WRITE);
            RunState theirs = other.runs().start(spec).state();
            RunState own = owner.runs().start(spec.session("@plan")).state();
            assertThat(owner.runs().ofSession(session.handle(), 10))
                    .extracting(StateView::handle)
                    .containsExactly(own.handle());
            theirs.state().share(owner.principal().id(), Access.READ);
            owner.state(theirs.handle().value()).read(); // takes what it was given
            assertThat(owner.runs().ofSession(session.handle(), 10)).hasSize(2);
        }
    }

    @Test
    default void workers_doTheWorkOfAllRuns() throws InterruptedException {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest second = engine.second()) {
            Runs runs = engine.states().runs();
            AtomicInteger failed = new AtomicInteger();
            Worker.Handler twice = step -> {
                if (step.attempt() == 1 && failed.getAndIncrement() < 5) {
                    throw new IllegalStateException("not yet");
                }
                return Json.of(2 * number(step.input()));
            };
            List<RunState> started;
            try (Worker one = runs.worker().handle("double", twice).start();
                    Worker other = second.states()
                            .runs()
                            .worker()
                            .handle("double", twice)
                            .handle("add", step -> Json.of(1 + number(step.input())))
                            .start()) {
                assertThat(one).isNotSameAs(other);
                started = Crowd.run(
                        20, i -> runs.start(RunSpec.of(TWO).input(Json.of(i))).state());
                for (RunState run : started) {
                    awaitEnd(engine, run);
                }
            }
            for (int i = 0; i < 20; i++) {
                assertThat(started.get(i).read().output()).isEqualTo(Json.of(2 * i + 1));
            }
        }
    }

    private static long number(Json json) {
        return ((JsonNumber) json).exactLong().orElseThrow();
    }

    /** Lets time pass for retries until a run has ended. */
    private static void awaitEnd(EngineUnderTest engine, RunState run) throws InterruptedException {
        int rounds = 0;
        while (!run.read().status().isEnd()) {
            assertThat(rounds++).as("rounds").isLessThan(1_000);
            engine.pass(Duration.ofMillis(10));
            run.state().await(WaitFor.change(Duration.ofMillis(100)));
        }
    }

    @Test
    default void worker_thatStopsGivesItsStepBack() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            Runs runs = engine.states().runs();
            CountDownLatch working = new CountDownLatch(1);
            RunState run = runs.start(RunSpec.of(TWO).input(Json.of(1))).state();
            Worker worker = runs.worker()
                    .handle("double", step -> {
                        working.countDown();
                        new CountDownLatch(1).await();
                        return Json.of(0);
                    })
                    .start();
            Crowd.await(working);
            worker.close();
            engine.pass(Duration.ofSeconds(1));
            ClaimedStep again = next(runs, Duration.ZERO, "double").orElseThrow();
            assertThat(again.attempt()).isEqualTo(2);
            assertThat(run.read().status()).isEqualTo(RunStatus.RUNNING);
        }
    }

    @Test
    default void approval_isAnsweredLikeAnyQuestion() throws InterruptedException {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            Principal agent = new Principal("https://issuer#agent");
            Principal dana = new Principal("https://issuer#dana");
            RunState run =
                    engine.holdfast().as(agent).runs().start(RunSpec.of(ASKS)).state();
            run.state().share(dana.id(), Access.READ);
            States hers = engine.holdfast().as(dana);
            hers.state(run.handle().value()).read(); // takes what she was given
            OpenQuestions open = hers.questions(null);
            assertThat(open.questions()).hasSize(1);
            assertThat(open.questions().getFirst().question().text()).isEqualTo("Go on?");
            assertThat(engine.holdfast().as(agent).questions(null).questions()).isEmpty();

            failure(Code.FORBIDDEN, () -> run.state().answer("ok", "yes"));
            hers.state(run.handle().value()).answer("ok", "yes", "fine", null);
            failure(Code.CONFLICT, () -> hers.state(run.handle().value()).answer("ok", "no"));
            Resolution ended =
                    run.state().awaitAnswer("ok", Duration.ofSeconds(1)).orElseThrow();
            assertThat(ended.choice()).isEqualTo("yes");
            assertThat(ended.by()).isEqualTo(dana.id());
            assertThat(ended.note()).isEqualTo("fine");
            Run after = Objects.requireNonNull(run.state().read().run());
            assertThat(after.status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(hers.questions(null).questions()).isEmpty();
        }
    }
}

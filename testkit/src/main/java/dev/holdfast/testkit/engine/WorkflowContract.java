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
import dev.holdfast.engine.Rule;
import dev.holdfast.engine.RunSpec;
import dev.holdfast.engine.RunState;
import dev.holdfast.engine.Started;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.Undo;
import dev.holdfast.engine.workflow.ClaimedStep;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.engine.workflow.RunStatus;
import dev.holdfast.engine.workflow.StepStatus;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Runs of workflows are states: what is asked of them and what time brings is in their log, so a run survives its
 * processes, and is read, forked and compacted like any other state. Needs expressions, so it is run where there are
 * any.
 */
public interface WorkflowContract extends StoreFixture {
    /** Goods are reserved and charged for; what was reserved is released if the charge fails. */
    JsonObject ORDER = object("""
        {'name':'order','version':'1','output':{'receipt':'steps.charge.output'},
         'steps':{
           'reserve':{'work':'stock','input':{'lines':'input.lines'},
                      'retry':{'max_attempts':2,'backoff':5},
                      'compensate':{'work':'release','input':'output'}},
           'charge':{'work':'bank','needs':['reserve']}}}\
        """);

    /** A person decides within an hour. */
    JsonObject ASK = object("""
        {'name':'ask','version':'1','steps':{
           'ok':{'kind':'approval','text':'Go on?','timeout':'PT1H','default':'no'},
           'act':{'needs':['ok'],'when':'steps.ok.output.choice == \\u0027yes\\u0027'}}}\
        """);

    Duration LEASE = Duration.ofMinutes(1);

    private static Started started(EngineUnderTest engine, JsonObject definition) {
        Started started = engine.states().runs().start(RunSpec.of(definition).input(object("{'lines':[1,2]}")));
        engine.watch(started.state().state());
        return started;
    }

    private static RunState start(EngineUnderTest engine, JsonObject definition) {
        return started(engine, definition).state();
    }

    private static ClaimedStep claim(RunState run, String work) {
        return run.claim(Set.of(work), LEASE).orElseThrow();
    }

    private static StepStatus statusOf(RunState run, String step) {
        return Objects.requireNonNull(run.read().step(step)).status();
    }

    @Test
    default void run_goesFromItsFirstStepToItsOutput() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            Started started = started(engine, ORDER);
            assertThat(started.created()).isTrue();
            assertThat(started.run().status()).isEqualTo(RunStatus.RUNNING);
            RunState run = started.state();

            ClaimedStep reserve = claim(run, "stock");
            assertThat(reserve.step()).isEqualTo("reserve");
            assertThat(reserve.input()).isEqualTo(object("{'lines':[1,2]}"));
            assertThat(run.claim(Set.of("stock", "bank"), LEASE)).isEmpty();
            run.report(reserve, Json.of("r1"));
            run.report(claim(run, "bank"), Json.of("paid"));

            assertThat(run.read().status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(run.read().output()).isEqualTo(object("{'receipt':'paid'}"));
        }
    }

    @Test
    default void history_saysWhatHappenedWithoutItsValues() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            RunState run = start(engine, ORDER);
            run.report(claim(run, "stock"), Json.of("secret"));
            List<Event> events = run.state().history(1, 10);
            assertThat(events)
                    .extracting(Event::type)
                    .containsExactly(EventType.CREATED, EventType.ADVANCED, EventType.ADVANCED);
            Cause.Advanced began =
                    (Cause.Advanced) Objects.requireNonNull(events.getFirst().cause());
            Cause.Advanced reported =
                    (Cause.Advanced) Objects.requireNonNull(events.get(2).cause());
            assertThat(began.happened())
                    .extracting(what -> what.string("what"))
                    .containsExactly("run_started", "step_ready");
            assertThat(reported.happened())
                    .extracting(what -> what.string("what"))
                    .containsExactly("step_succeeded", "step_ready");
            assertThat(reported.toJson().toString()).doesNotContain("secret");
            assertThat(Cause.parse(reported.toJson())).isEqualTo(reported);
        }
    }

    @Test
    default void report_isTakenOnce() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            RunState run = start(engine, ORDER);
            ClaimedStep reserve = claim(run, "stock");
            long revision = run.report(reserve, Json.of(1)).revision();
            assertThat(run.report(reserve, Json.of(1)).repeated()).isTrue();
            failure(Code.CONFLICT, () -> run.report(reserve, Json.of(2)));
            assertThat(run.state().read().revision()).isEqualTo(revision);
        }
    }

    @Test
    default void lease_thatEndsLosesTheStepToAnotherAttempt() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            RunState run = start(engine, ORDER);
            ClaimedStep lost = claim(run, "stock");
            engine.pass(Duration.ofSeconds(50));
            run.heartbeat(lost);
            engine.pass(Duration.ofSeconds(50));
            assertThat(statusOf(run, "reserve")).isEqualTo(StepStatus.CLAIMED);
            engine.pass(Duration.ofSeconds(12)); // the lease ended two seconds ago
            assertThat(statusOf(run, "reserve")).isEqualTo(StepStatus.DELAYED);
            failure(Code.CONFLICT, () -> run.report(lost, Json.of(1)));
            engine.pass(Duration.ofSeconds(6));
            ClaimedStep again = claim(run, "stock");
            assertThat(again.attempt()).isEqualTo(2);
            assertThat(again.token()).isGreaterThan(lost.token());
        }
    }

    @Test
    default void time_isRecordedAsOfWhenItWasDueHoweverLate() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            RunState run = start(engine, ORDER);
            claim(run, "stock");
            engine.time().pass(Duration.ofHours(3)); // no timer looks
            ClaimedStep again = claim(run, "stock");
            assertThat(again.attempt()).isEqualTo(2);
            assertThat(run.state().history(3, 9)).hasSize(3);
        }
    }

    @Test
    default void failureForGood_takesBackWhatSucceeded() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            RunState run = start(engine, ORDER);
            run.report(claim(run, "stock"), Json.of("r1"));
            run.fail(claim(run, "bank"), "no money", false);
            ClaimedStep release = claim(run, "release");
            assertThat(release.input()).isEqualTo(Json.of("r1"));
            run.report(release, Json.of(true));
            assertThat(run.read().status()).isEqualTo(RunStatus.FAILED);
            assertThat(statusOf(run, "reserve")).isEqualTo(StepStatus.COMPENSATED);

            run.retry("reserve", null);
            run.report(claim(run, "stock"), Json.of("r2"));
            run.report(claim(run, "bank"), Json.of("paid"));
            assertThat(run.read().status()).isEqualTo(RunStatus.SUCCEEDED);
        }
    }

    @Test
    default void approval_isAnsweredOrTheDefaultCounts() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            RunState answered = start(engine, ASK);
            RunState lapsed = start(engine, ASK);
            answered.answer("ok", "yes");
            failure(Code.CONFLICT, () -> answered.answer("ok", "no"));
            engine.pass(Duration.ofMinutes(61));
            assertThat(statusOf(answered, "act")).isEqualTo(StepStatus.READY);
            assertThat(statusOf(lapsed, "act")).isEqualTo(StepStatus.SKIPPED);
            assertThat(lapsed.read().status()).isEqualTo(RunStatus.SUCCEEDED);
        }
    }

    @Test
    default void pausedRun_givesOutNoWork() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            RunState run = start(engine, ORDER);
            run.pause("p1");
            assertThat(run.pause("p1").repeated()).isTrue();
            failure(Code.OP_REUSED, () -> run.resume("p1"));
            assertThat(run.claim(Set.of("stock"), LEASE)).isEmpty();
            run.resume(null);
            assertThat(claim(run, "stock").step()).isEqualTo("reserve");
        }
    }

    @Test
    default void cancelledRun_takesBackWhatSucceeded() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            RunState run = start(engine, ORDER);
            run.report(claim(run, "stock"), Json.of("r1"));
            ClaimedStep held = claim(run, "bank");
            run.cancel("changed my mind", null);
            failure(Code.REJECTED, () -> run.heartbeat(held));
            engine.pass(Duration.ofMinutes(2));
            run.report(claim(run, "release"), Json.of(true));
            assertThat(run.read().status()).isEqualTo(RunStatus.CANCELLED);
        }
    }

    @Test
    default void document_isWrittenByTheWorkflowAlone() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            RunState run = start(engine, ORDER);
            run.report(claim(run, "stock"), Json.of("r1"));
            State state = run.state();
            State other = engine.open(object("{'run':1}"));
            long revision = state.read().revision();
            failure(Code.REJECTED, () -> state.write(w -> w.set("output", 1)));
            failure(Code.REJECTED, () -> state.write(w -> w.merge(object("{'output':1}"))));
            failure(Code.REJECTED, () -> state.write(w -> w.set("x", 1).delay(Duration.ofSeconds(1))));
            failure(Code.REJECTED, () -> state.undo());
            failure(Code.REJECTED, () -> state.undo(Undo.restore(1)));
            failure(
                    Code.REJECTED,
                    () -> state.merge(Merge.from(engine.fork(state).handle())));
            failure(
                    Code.INVALID,
                    () -> engine.open(
                            StateSpec.handle(state.handle().value()).rules(List.of(new Rule("has(self.run)", null)))));
            assertThat(state.read().revision()).isEqualTo(revision);
            failure(
                    Code.INVALID,
                    () -> engine.states().runs().run(other.handle().value()).pause(null));
            engine.open(StateSpec.handle(state.handle().value()).keep(Keep.revisions(5)));
        }
    }

    @Test
    default void fork_ofAnyRevisionGoesOnByItself() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            RunState run = start(engine, ORDER);
            ClaimedStep reserve = claim(run, "stock");
            run.report(reserve, Json.of("r1"));
            State held =
                    engine.open(StateSpec.unnamed().fork(new Fork(run.handle().value(), 2L)));
            RunState fork = engine.states().runs().run(held.handle().value());
            assertThat(fork.claim(Set.of("stock"), LEASE)).isEmpty();
            engine.pass(Duration.ofMinutes(2));
            fork.report(claim(fork, "stock"), Json.of("f1"));
            fork.report(claim(fork, "bank"), Json.of("paid by the fork"));
            assertThat(fork.read().status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(run.read().status()).isEqualTo(RunStatus.RUNNING);
            assertThat(Objects.requireNonNull(run.read().step("reserve")).output())
                    .isEqualTo(Json.of("r1"));
        }
    }

    @Test
    default void closedRun_standsStillUntilItIsBack() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            RunState run = start(engine, ASK);
            run.state().close(null);
            engine.pass(Duration.ofHours(2));
            failure(Code.EXPIRED, () -> run.answer("ok", "yes"));
            engine.open(StateSpec.handle(run.handle().value()));
            assertThat(statusOf(run, "ok")).isEqualTo(StepStatus.WAITING);
            engine.pass(Duration.ZERO);
            assertThat(run.read().status()).isEqualTo(RunStatus.SUCCEEDED);
        }
    }

    @Test
    default void compaction_keepsTheRun() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            RunState run = start(engine, ORDER);
            engine.opening(StateSpec.handle(run.handle().value()).keep(Keep.revisions(1)));
            ClaimedStep held = claim(run, "stock");
            for (int i = 0; i < 5; i++) {
                run.heartbeat(held);
                engine.pass(Duration.ofSeconds(10));
            }
            run.state().compact();
            Run before = run.read();
            try (EngineUnderTest second = engine.second()) {
                RunState again = second.states().runs().run(run.handle().value());
                assertThat(again.read()).isEqualTo(before);
                again.report(held, Json.of("r1"));
                again.report(claim(again, "bank"), Json.of("paid"));
                assertThat(again.read().status()).isEqualTo(RunStatus.SUCCEEDED);
            }
        }
    }

    @Test
    default void step_isNeverHeldByTwo() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest second = engine.second()) {
            RunState run = start(engine, object("""
                {'name':'many','version':'1','steps':{
                   'each':{'kind':'for_each','items':'[1,2,3,4,5,6,7,8]','do':{'work':'pack','input':'item'}}}}\
                """));
            RunState elsewhere = second.states().runs().run(run.handle().value());
            List<Optional<ClaimedStep>> claims =
                    Crowd.run(16, thread -> (thread % 2 == 0 ? run : elsewhere).claim(Set.of("pack"), LEASE));
            List<ClaimedStep> held = claims.stream().flatMap(Optional::stream).toList();
            assertThat(held).hasSize(8);
            assertThat(held).extracting(ClaimedStep::step).doesNotHaveDuplicates();
            assertThat(held).extracting(ClaimedStep::token).doesNotHaveDuplicates();
        }
    }

    @Test
    default void start_isRepeatedByItsIdOrByItsName() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            RunSpec spec = RunSpec.of(ORDER).input(object("{'lines':[]}"));
            Started first = engine.states().runs().start(spec.commandId("s1"));
            Started again = engine.states().runs().start(spec.commandId("s1"));
            assertThat(again.replayed()).isTrue();
            assertThat(again.state().handle()).isEqualTo(first.state().handle());
            failure(
                    Code.OP_REUSED,
                    () -> engine.states().runs().start(spec.input(Json.of(1)).commandId("s1")));

            Started named = engine.states().runs().start(spec.name("order-1"));
            Started same = engine.states().runs().start(spec.name("order-1"));
            assertThat(named.created()).isTrue();
            assertThat(same.created()).isFalse();
            assertThat(same.state().handle()).isEqualTo(named.state().handle());
        }
    }

    @Test
    default void workflow_isStartedByNameAndVersion() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            JsonObject second = ORDER.with("version", Json.of("2"));
            assertThat(engine.states().runs().define(ORDER)).isTrue();
            assertThat(engine.states().runs().define(second)).isTrue();
            assertThat(engine.states().runs().define(ORDER)).isFalse();
            failure(Code.CONFLICT, () -> engine.states().runs().define(ORDER.with("title", Json.of("other"))));
            RunSpec spec = RunSpec.of("order").input(object("{'lines':[]}"));
            assertThat(engine.states().runs().start(spec).run().version()).isEqualTo("2");
            assertThat(engine.states().runs().start(spec.version("1")).run().version())
                    .isEqualTo("1");
            Failure none = failure(Code.NOT_FOUND, () -> engine.states().runs().start(spec.version("3")));
            assertThat(none.facts().array("versions")).containsExactly(Json.of("1"), Json.of("2"));
        }
    }

    @Test
    default void unsoundWorkflow_isRefusedWithItsProblems() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            JsonObject wrong = object("{'name':'w','version':'1','steps':{'a':{'needs':['b']}}}");
            Failure refused = failure(Code.INVALID, () -> engine.states().runs().start(RunSpec.of(wrong)));
            assertThat(refused.facts().array("problems")).isNotEmpty();
        }
    }
}

package dev.holdfast.engine.internal.workflow;

import static dev.holdfast.engine.internal.workflow.Runner.report;
import static dev.holdfast.engine.internal.workflow.Runner.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Principal;
import dev.holdfast.engine.internal.workflow.Advance.Reason;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.engine.workflow.Happening;
import dev.holdfast.engine.workflow.RunStatus;
import dev.holdfast.engine.workflow.StepFailure;
import dev.holdfast.engine.workflow.StepStatus;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Requests that are refused change nothing, and the same request twice has one effect. */
final class RefusalsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final RunRequest.Claim CLAIM = new RunRequest.Claim(Set.of("a"), MINUTE);
    private static final RunRequest.Cancel CANCEL = new RunRequest.Cancel(null);

    @Test
    void start_isPossibleOnce() {
        Runner runner = Runner.of("{'a':{}}");
        runner.refuse(CLAIM, "worker", Reason.NOT_STARTED);
        runner.refuse(new RunRequest.Start(JsonObject.EMPTY, 1, 9), "owner", Reason.OUT_OF_BOUNDS);
        runner.refuse(new RunRequest.Start(large(), 1, 0), "owner", Reason.OUT_OF_BOUNDS);
        runner.start("{}");
        runner.refuse(new RunRequest.Start(JsonObject.EMPTY, 1, 0), "owner", Reason.ALREADY_STARTED);
    }

    @Test
    void run_goesOnOnlyUnderItsOwnDefinition() {
        Runner runner = Runner.started("{'a':{}}");
        Runner other = new Runner(Runner.json("{'name':'w','version':'2','steps':{'a':{}}}"));
        other.run = runner.run;

        other.refuse(CLAIM, "worker", Reason.OTHER_DEFINITION);
    }

    @Test
    void claim_isRefusedWithWhatTheRunWaitsFor() {
        Runner runner = Runner.started("{'a':{},'b':{'kind':'approval','text':'?','timeout':60}}");
        Advance refused = runner.ask(new RunRequest.Claim(Set.of("c"), MINUTE), "worker");

        assertThat(((Advance.Refused) refused).failure().facts()).isEqualTo(value("""
            {'reason':'nothing_ready','status':'running','waits_for':['person:*','work:a'],
             'next_due':'2026-01-01T00:01:00Z'}\
            """));
        runner.refuse(new RunRequest.Claim(Set.of("a"), Duration.ofDays(2)), "worker", Reason.OUT_OF_BOUNDS);
        runner.refuse(new RunRequest.Claim(Set.of("a"), Duration.ZERO), "worker", Reason.OUT_OF_BOUNDS);
        runner.token("a");
        runner.refuse(CLAIM, "worker", Reason.NOTHING_READY);
    }

    @Test
    void pausedRun_givesOutNoWorkButTakesReports() {
        Runner runner = Runner.started("{'a':{},'b':{'needs':['a'],'work':'a'}}");
        long token = runner.token("a");
        runner.refuse(new RunRequest.Resume(), "owner", Reason.ALREADY_SO);
        runner.move(new RunRequest.Pause(), "owner").succeed("a", token, "1");
        runner.refuse(new RunRequest.Pause(), "owner", Reason.ALREADY_SO);
        runner.refuse(CLAIM, "worker", Reason.PAUSED);
        assertThat(runner.run().waitsFor(9)).isEmpty();
        runner.move(new RunRequest.Resume(), "owner").work("a", "2");
        assertThat(runner.status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    @Test
    void token_thatDoesNotHoldTheStepIsRefusedWithWhoDoes() {
        Runner runner = Runner.started("{'a':{'retry':{'max_attempts':2,'backoff':0}},'b':{'needs':['a']}}");
        runner.refuse(report("a", 1, "1"), "worker", Reason.UNKNOWN_TOKEN);
        long stale = runner.token("a");
        runner.refuse(report("a", stale, "1"), "other", Reason.OTHER_PRINCIPAL);
        runner.refuse(new RunRequest.Heartbeat("a", stale), "other", Reason.OTHER_PRINCIPAL);
        runner.refuse(report("x", stale, "1"), "worker", Reason.UNKNOWN_STEP);
        runner.refuse(report("b", stale, "1"), "worker", Reason.STALE_TOKEN);
        runner.pass("PT1M").move(CLAIM, "other");
        Advance refused = runner.ask(report("a", stale, "1"), "worker");

        assertThat(((Advance.Refused) refused).failure().facts()).isEqualTo(value("""
            {'reason':'stale_token','step_status':'claimed','held_by':'other',
             'until':'2026-01-01T00:02:00Z'}\
            """));
        runner.refuse(new RunRequest.Heartbeat("a", stale), "worker", Reason.STALE_TOKEN);
    }

    @Test
    void report_isTakenOnceAndAnsweredAgain() {
        Runner runner = Runner.started("{'a':{'retry':{'max_attempts':2,'backoff':60}}}");
        long first = runner.token("a");
        runner.fail("a", first, true);
        assertThat(runner.ask(report("a", first, true), "worker"))
                .isEqualTo(new Advance.Repeated(runner.happened.getFirst()));
        runner.refuse(report("a", first, "1"), "worker", Reason.SETTLED_OTHERWISE);
        runner.refuse(report("a", first, true), "other", Reason.OTHER_PRINCIPAL);
        long second = runner.pass("PT1M").token("a");
        runner.succeed("a", second, "1");
        assertThat(runner.ask(report("a", second, "1"), "worker"))
                .isEqualTo(new Advance.Repeated(new Happening.StepSucceeded("a", value("1"))));
        runner.refuse(report("a", second, "2"), "worker", Reason.SETTLED_OTHERWISE);
    }

    @Test
    void output_thatIsTooLargeIsRefusedAndASmallerOneTaken() {
        Runner runner = Runner.started("{'a':{}}");
        long token = runner.token("a");

        runner.refuse(
                new RunRequest.Report("a", token, new RunRequest.Result.Success(large())),
                "worker",
                Reason.OUT_OF_BOUNDS);
        runner.succeed("a", token, "1");
    }

    @Test
    void answer_isGivenOnce() {
        Runner runner = Runner.started("{'a':{'kind':'approval','text':'?'},'b':{},'c':{'needs':['b']}}");
        runner.refuse(answer("a", "yse"), "boss", Reason.UNKNOWN_CHOICE);
        runner.refuse(answer("x", "yes"), "boss", Reason.UNKNOWN_STEP);
        runner.refuse(answer("b", "yes"), "boss", Reason.NOT_WAITING);
        runner.refuse(answer("c", "yes"), "boss", Reason.NOT_WAITING);
        runner.refuse(new RunRequest.Answer("a", "yes", "x".repeat(1_001)), "boss", Reason.OUT_OF_BOUNDS);
        runner.move(answer("a", "yes"), "boss");
        assertThat(runner.ask(answer("a", "yes"), "boss")).isInstanceOf(Advance.Repeated.class);
        runner.refuse(answer("a", "yes"), "other", Reason.SETTLED_OTHERWISE);
        runner.refuse(answer("a", "no"), "boss", Reason.SETTLED_OTHERWISE);
    }

    @Test
    void answer_isTooLateWhenTheRunStops() {
        Runner runner = Runner.started("{'a':{'kind':'approval','text':'?'}}").move(CANCEL, "owner");

        runner.refuse(answer("a", "yes"), "boss", Reason.NOT_WAITING);
    }

    @Test
    void signal_isRefusedWhereNothingWaitsForIt() {
        Runner runner = Runner.started("{'a':{},'b':{'kind':'wait','signal':'paid','needs':['a']}}");
        runner.refuse(new RunRequest.SendSignal("piad", JsonNull.NULL), "bank", Reason.UNKNOWN_SIGNAL);
        runner.refuse(new RunRequest.SendSignal("paid", large()), "bank", Reason.OUT_OF_BOUNDS);
        for (int i = 0; i < Bounds.SIGNALS_KEPT; i++) {
            runner.move(new RunRequest.SendSignal("paid", JsonNull.NULL), "bank");
        }
        runner.refuse(new RunRequest.SendSignal("paid", JsonNull.NULL), "bank", Reason.OUT_OF_BOUNDS);
        long token = runner.token("a");
        runner.move(CANCEL, "owner");
        runner.refuse(new RunRequest.SendSignal("paid", JsonNull.NULL), "bank", Reason.STOPPING);
        runner.succeed("a", token, "1");
        runner.refuse(new RunRequest.SendSignal("paid", JsonNull.NULL), "bank", Reason.ENDED);
    }

    @Test
    void endedRun_refusesToBePausedResumedOrCancelled() {
        Runner runner = Runner.started("{'a':{}}");
        long token = runner.token("a");
        runner.move(CANCEL, "owner");
        runner.refuse(CANCEL, "owner", Reason.STOPPING);
        runner.fail("a", token, true);
        assertThat(runner.status()).isEqualTo(RunStatus.CANCELLED);
        runner.refuse(CANCEL, "owner", Reason.ENDED);
        runner.refuse(new RunRequest.Pause(), "owner", Reason.ENDED);
        runner.refuse(new RunRequest.Resume(), "owner", Reason.ENDED);
        runner.refuse(new RunRequest.FireDue(), "system", Reason.NOTHING_DUE);
    }

    @Test
    void retry_beginsAnewWhatIsNotDoneAndWhatNeedsIt() {
        Runner runner = Runner.started("{'a':{},'b':{'needs':['a']},'c':{'needs':['b']},'d':{}}");
        runner.refuse(new RunRequest.RetryFrom("a"), "owner", Reason.ALREADY_SO);
        runner.work("a", "1").work("d", "1").fail("b", runner.token("b"), true);
        runner.refuse(new RunRequest.RetryFrom("x"), "owner", Reason.UNKNOWN_STEP);
        runner.refuse(new RunRequest.RetryFrom("c"), "owner", Reason.TAKEN_BACK);
        runner.move(new RunRequest.RetryFrom("b"), "owner");
        assertThat(runner.what()).containsExactly("run_retried b", "step_ready b");
        assertThat(runner.run().failure()).isNull();
        assertThat(runner.run().endedAt()).isNull();
        assertThat(runner.token("b")).isEqualTo(4);
        runner.succeed("b", 4, "2").work("c", "3");
        assertThat(runner.status()).isEqualTo(RunStatus.SUCCEEDED);
        runner.refuse(new RunRequest.RetryFrom("a"), "owner", Reason.ALREADY_SO);
    }

    @Test
    void retry_isPossibleOnlyWhereWhatItBuildsOnStands() {
        Runner runner = Runner.started("""
            {'a':{},'b':{'needs':['a'],'compensate':{'work':'undo'}},'c':{'needs':['b']}}\
            """);
        runner.work("a", "1").work("b", "1").fail("c", runner.token("c"), true);
        runner.work("undo", "1");
        Advance refused = runner.ask(new RunRequest.RetryFrom("c"), "owner");

        assertThat(((Advance.Refused) refused).failure().facts().get("retry_from"))
                .isEqualTo(value("['b']"));
        runner.move(new RunRequest.RetryFrom("b"), "owner");
        assertThat(runner.run().steps().keySet()).containsExactly("a", "b");
        runner.work("b", "2").fail("c", runner.token("c"), true).work("undo", "2");
        assertThat(runner.status("b")).isEqualTo(StepStatus.COMPENSATED);
    }

    @Test
    void childRun_isStartedAndEndsOnce() {
        Runner runner = Runner.started("{'a':{'kind':'workflow','workflow':'other'},'b':{}}");
        assertThat(runner.run().waitsFor(9)).containsExactly("child:start", "work:b");
        runner.refuse(new RunRequest.ChildStarted("b", "one"), "system", Reason.NOT_WAITING);
        runner.refuse(ended("a", "one", null), "system", Reason.NOT_WAITING);
        runner.move(new RunRequest.ChildStarted("a", "one"), "system");
        assertThat(runner.ask(new RunRequest.ChildStarted("a", "one"), "system"))
                .isEqualTo(new Advance.Repeated(new Happening.ChildRunning("a", "one")));
        runner.refuse(new RunRequest.ChildStarted("a", "two"), "system", Reason.SETTLED_OTHERWISE);
        runner.refuse(ended("a", "two", null), "system", Reason.NOT_WAITING);
        runner.move(ended("a", "one", null), "system");
        assertThat(runner.ask(ended("a", "one", null), "system")).isInstanceOf(Advance.Repeated.class);
        runner.refuse(ended("a", "one", "broken"), "system", Reason.SETTLED_OTHERWISE);
        assertThat(runner.output("a")).isEqualTo(value("5"));
    }

    @Test
    void childRun_isAskedToEndAndWaitedForWhenItTakesTooLongOrTheRunStops() {
        Runner runner = Runner.started("""
            {'a':{'kind':'workflow','workflow':'other','timeout':60,'retry':{'max_attempts':2,'backoff':0}}}\
            """);
        runner.move(new RunRequest.ChildStarted("a", "one"), "system").pass("PT1M");
        assertThat(runner.what()).containsExactly("child_unwanted a");
        assertThat(runner.run().waitsFor(9)).containsExactly("child:cancel");
        runner.move(ended("a", "one", "cancelled"), "system");
        assertThat(runner.status("a")).isEqualTo(StepStatus.READY);
        assertThat(runner.failure("a")).isEqualTo(StepFailure.Code.TIMEOUT);
        runner.move(new RunRequest.ChildStarted("a", "two"), "system").move(CANCEL, "owner");
        assertThat(runner.status()).isEqualTo(RunStatus.STOPPING);
        runner.move(ended("a", "two", "cancelled"), "system");
        assertThat(runner.status()).isEqualTo(RunStatus.CANCELLED);
    }

    @Test
    void childRun_thatCannotStartFailsTheAttempt() {
        Runner runner = Runner.started("{'a':{'kind':'workflow','workflow':'other'}}");

        runner.move(ended("a", null, "there is no such workflow"), "system");
        assertThat(runner.status()).isEqualTo(RunStatus.FAILED);
    }

    @Test
    void childRuns_nestOnlySoDeep() {
        Runner runner = Runner.of("{'a':{'kind':'workflow','workflow':'other'}}");
        runner.move(new RunRequest.Start(JsonObject.EMPTY, 1, Bounds.DEPTH), "owner");

        assertThat(runner.failure("a")).isEqualTo(StepFailure.Code.LIMIT);
    }

    @Test
    void steps_thatAreUsedUpEndTheRequest() {
        Runner runner = Runner.started("{'a':{}}");

        assertThatThrownBy(() -> RunInterpreter.decide(
                        runner.plan, runner.run, CLAIM, new Principal("worker"), runner.now, Steps.first(10)))
                .isInstanceOf(Steps.EndedException.class);
    }

    @Test
    void expressions_thatTakeTooMuchWorkFailTheirStepAndTimeGoesOn() {
        Runner runner = Runner.started("{'w':{'kind':'wait','for':1},'a':{'needs':['w'],'input':'costly'}}");
        Steps some = Steps.all(1 << 20, () -> false);
        Instant then = runner.now.plusSeconds(1);
        Advance advance = RunInterpreter.decide(
                runner.plan, runner.run, new RunRequest.FireDue(), new Principal("system"), then, some);

        assertThat(advance).isInstanceOf(Advance.Moved.class);
        runner.run = ((Advance.Moved) advance).run();
        assertThat(runner.failure("a")).isEqualTo(StepFailure.Code.LIMIT);
        assertThat(runner.status()).isEqualTo(RunStatus.FAILED);
    }

    private static RunRequest.Answer answer(String step, String choice) {
        return new RunRequest.Answer(step, choice, null);
    }

    private static RunRequest.ChildEnded ended(String step, @Nullable String run, @Nullable String failure) {
        return new RunRequest.ChildEnded(
                step, run, value("5"), failure == null ? null : new StepFailure(StepFailure.Code.CHILD, failure));
    }

    private static Json large() {
        return Json.of("x".repeat(Bounds.VALUE_BYTES));
    }
}

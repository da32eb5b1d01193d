package dev.holdfast.engine.internal.workflow;

import static dev.holdfast.engine.internal.workflow.Runner.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.workflow.RunStatus;
import dev.holdfast.engine.workflow.StepBuilder;
import dev.holdfast.engine.workflow.StepFailure;
import dev.holdfast.engine.workflow.StepStatus;
import dev.holdfast.engine.workflow.Workflow;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of a run as its steps end. */
final class RunInterpreterTest {
    @Test
    void steps_beginWhenWhatTheyNeedIsDoneAndSeeItsOutput() {
        Runner runner = Runner.started("""
            {'a':{'input':{'x':'input'}},'b':{},
             'c':{'needs':['a','b'],'input':{'a':'steps.a.output.n','b':'steps.b.status'}}}\
            """);

        assertThat(runner.what()).containsExactly("run_started", "step_ready a", "step_ready b");
        runner.work("a", "{'n':1}");
        assertThat(runner.status("c")).isEqualTo(StepStatus.PENDING);
        runner.work("b", "null");
        assertThat(runner.what()).containsExactly("step_succeeded b", "step_ready c");
        assertThat(runner.claim("c").input()).isEqualTo(value("{'a':1,'b':'succeeded'}"));
        runner.succeed("c", 3, "'end'");
        assertThat(runner.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(runner.run().endedAt()).isEqualTo(Runner.START);
    }

    @Test
    void skippedStep_countsAsDoneWithoutOutput() {
        Runner runner = Runner.started("""
            {'a':{'when':'input == 1'},
             'b':{'needs':['a'],'input':{'status':'steps.a.status','output':'steps.a.output'}}}\
            """);

        assertThat(runner.what()).containsExactly("run_started", "step_skipped a", "step_ready b");
        assertThat(runner.claim("b").input()).isEqualTo(value("{'status':'skipped','output':null}"));
    }

    @Test
    void run_answersWhatItsDefinitionMakesOfTheSteps() {
        Runner runner = new Runner(Runner.json("""
            {'name':'w','version':'1','output':{'n':'steps.a.output'},'steps':{'a':{}}}\
            """)).start("{}").work("a", "5");

        assertThat(runner.run().output()).isEqualTo(value("{'n':5}"));
    }

    @Test
    void attempts_followWithGrowingDelaysUntilThereAreNoMore() {
        Runner runner = Runner.started("""
            {'a':{'retry':{'max_attempts':3,'backoff':'PT10S','factor':3,'max_delay':20}}}\
            """);

        runner.fail("a", runner.token("a"), true);
        assertThat(runner.run().nextDue()).isEqualTo(Runner.START.plusSeconds(10));
        runner.pass("PT10S").fail("a", runner.token("a"), true);
        assertThat(runner.run().nextDue()).isEqualTo(Runner.START.plusSeconds(30));
        runner.pass("PT20S").fail("a", runner.token("a"), true);
        assertThat(runner.status()).isEqualTo(RunStatus.FAILED);
        assertThat(Objects.requireNonNull(runner.run().failure()).code()).isEqualTo(StepFailure.Code.STEP);
        assertThat(Objects.requireNonNull(runner.run().step("a")).attempts()).hasSize(3);
    }

    @Test
    void jitter_shortensADelayByTheSameForTheSameRun() {
        String steps = "{'a':{'retry':{'max_attempts':2,'backoff':100,'jitter':0.5}}}";
        Runner runner = Runner.started(steps);
        runner.fail("a", runner.token("a"), true);
        Runner same = Runner.started(steps);
        same.fail("a", same.token("a"), true);

        assertThat(runner.run().nextDue())
                .isEqualTo(same.run().nextDue())
                .isBetween(Runner.START.plusSeconds(50), Runner.START.plusSeconds(100));
    }

    @Test
    void lease_thatEndsLosesTheAttempt() {
        Runner runner = Runner.started("{'a':{'retry':{'max_attempts':2,'backoff':0}}}");
        long first = runner.token("a");
        runner.pass("PT1M");

        assertThat(runner.status("a")).isEqualTo(StepStatus.READY);
        long second = runner.token("a");
        assertThat(second).isEqualTo(first + 1);
        runner.refuse(Runner.report("a", first, "1"), "worker", Advance.Reason.STALE_TOKEN);
        runner.succeed("a", second, "1");
        assertThat(runner.status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    @Test
    void heartbeat_renewsTheLeaseButNotThePatienceWithAnAttempt() {
        Runner runner = Runner.started("{'a':{'heartbeat':10,'timeout':25}}");
        long token = runner.token("a");
        for (int i = 0; i < 2; i++) {
            runner.pass("PT9S").move(new RunRequest.Heartbeat("a", token), "worker");
        }

        assertThat(runner.run().nextDue()).isEqualTo(Runner.START.plusSeconds(25));
        runner.pass("PT7S");
        assertThat(runner.status("a")).isEqualTo(StepStatus.FAILED);
        assertThat(Objects.requireNonNull(
                                Objects.requireNonNull(runner.run().step("a")).failure())
                        .code())
                .isEqualTo(StepFailure.Code.TIMEOUT);
    }

    @Test
    void totalTimeout_endsAStepWhateverItIsAt() {
        String steps = "{'a':{'total_timeout':100,'retry':{'max_attempts':9,'backoff':60}}}";
        Runner ready = Runner.started(steps).pass("PT100S");
        Runner claimed = Runner.started(steps);
        claimed.pass("PT50S").token("a");
        claimed.pass("PT50S");
        Runner delayed = Runner.started(steps).pass("PT50S");
        delayed.fail("a", delayed.token("a"), true);

        assertThat(ready.status("a")).isEqualTo(StepStatus.FAILED);
        assertThat(claimed.status("a")).isEqualTo(StepStatus.FAILED);
        assertThat(delayed.status("a")).isEqualTo(StepStatus.FAILED);
    }

    @Test
    void runThatTakesTooLong_isStoppedAndWhatIsHeldMayEnd() {
        Runner runner = new Runner(Runner.json("""
            {'name':'w','version':'1','timeout':30,'steps':{'a':{'compensate':{'work':'undo'}},'b':{}}}\
            """)).start("{}");
        long token = runner.token("a");
        runner.pass("PT30S");

        assertThat(runner.status()).isEqualTo(RunStatus.STOPPING);
        assertThat(runner.status("b")).isEqualTo(StepStatus.CANCELLED);
        runner.refuse(new RunRequest.Heartbeat("a", token), "worker", Advance.Reason.STOPPING);
        runner.succeed("a", token, "1");
        assertThat(runner.status()).isEqualTo(RunStatus.COMPENSATING);
        runner.work("undo", "null");
        assertThat(runner.status()).isEqualTo(RunStatus.FAILED);
        assertThat(runner.status("a")).isEqualTo(StepStatus.COMPENSATED);
    }

    @Test
    void failure_takesBackWhatSucceededTheLastFirst() {
        Runner runner = Runner.started("""
            {'a':{'compensate':{'work':'undo','input':{'of':'output'}}},
             'b':{'compensate':{'work':'undo','input':{'of':'output'}}},
             'c':{'needs':['a','b']}}\
            """);
        runner.work("b", "'b'").work("a", "'a'").fail("c", runner.token("c"), true);

        assertThat(runner.claim("undo").input()).isEqualTo(value("{'of':'a'}"));
        runner.succeed("compensate:a", 4, "null");
        assertThat(runner.what())
                .containsExactly("step_succeeded compensate:a", "step_compensated a", "step_ready compensate:b");
        runner.fail("compensate:b", runner.token("undo"), true);
        assertThat(runner.status()).isEqualTo(RunStatus.FAILED);
        assertThat(runner.status("b")).isEqualTo(StepStatus.SUCCEEDED);
        assertThat(runner.status("compensate:b")).isEqualTo(StepStatus.FAILED);
    }

    @Test
    void approval_isDecidedByWhomItIsAskedOf() {
        Runner runner = Runner.started("{'a':{'kind':'approval','text':'may it?','of':'boss'}}");

        assertThat(runner.run().waitsFor(9)).containsExactly("person:boss");
        runner.refuse(new RunRequest.Answer("a", "yes", null), "clerk", Advance.Reason.OTHER_PRINCIPAL);
        runner.move(new RunRequest.Answer("a", "yes", "fine"), "boss");
        assertThat(runner.output("a"))
                .isEqualTo(value("{'choice':'yes','by':'boss','at':'2026-01-01T00:00:00Z','note':'fine'}"));
        assertThat(runner.status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    @Test
    void approval_takesItsDefaultWhenTimeIsOverAndFailsWithoutOne() {
        Runner runner = Runner.started("{'a':{'kind':'approval','text':'?','timeout':60,'default':'no'}}");
        Runner none = Runner.started("{'a':{'kind':'approval','text':'?','timeout':60}}");
        runner.pass("PT2M");
        none.pass("PT2M");

        assertThat(runner.output("a")).isEqualTo(value("{'choice':'no','at':'2026-01-01T00:01:00Z','default':true}"));
        assertThat(none.status()).isEqualTo(RunStatus.FAILED);
    }

    @Test
    void wait_endsWhenItsTimeHasCome() {
        Runner runner = new Runner(Workflow.named("w", "1")
                        .step("a", StepBuilder.waitFor(Duration.ofHours(1)))
                        .step("b", StepBuilder.waitUntil("'2026-01-01T02:00:00Z'"))
                        .toJson())
                .start("{}");
        runner.pass("PT1H");
        assertThat(runner.status("a")).isEqualTo(StepStatus.SUCCEEDED);
        assertThat(runner.status("b")).isEqualTo(StepStatus.WAITING);
        runner.pass("PT1H");
        assertThat(runner.status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    @Test
    void signal_wakesWhatWaitsAndIsKeptForWhatWill() {
        Runner runner = Runner.started("""
            {'a':{},'b':{'kind':'wait','signal':'paid','needs':['a']},
             'c':{'kind':'wait','signal':'paid','needs':['b']}}\
            """);
        runner.move(new RunRequest.SendSignal("paid", value("1")), "bank").work("a", "null");
        assertThat(runner.status("b")).isEqualTo(StepStatus.SUCCEEDED);
        assertThat(runner.output("b")).isEqualTo(value("1"));
        assertThat(runner.status("c")).isEqualTo(StepStatus.WAITING);
        runner.move(new RunRequest.SendSignal("paid", value("2")), "bank");
        assertThat(runner.output("c")).isEqualTo(value("2"));
        assertThat(runner.status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    @Test
    void forEach_worksOnSoManyAtATimeAndAnswersInOrder() {
        Runner runner = new Runner(Runner.json("""
            {'name':'w','version':'1','output':'steps.each.output','steps':{
              'each':{'kind':'for_each','items':'input','max_concurrency':2,
                      'do':{'work':'square','input':{'n':'item','at':'index'}}}}}\
            """)).start("[3,4,5]");
        assertThat(runner.run().waitingFor("work:square")).containsExactly("each[0]", "each[1]");
        assertThat(runner.claim("square").input()).isEqualTo(value("{'n':3,'at':0}"));
        runner.work("square", "16");
        assertThat(runner.run().waitingFor("work:square")).containsExactly("each[2]");
        runner.work("square", "25");
        runner.succeed("each[0]", 1, "9");
        assertThat(runner.run().output()).isEqualTo(value("[9,16,25]"));
    }

    @Test
    void forEach_thatFailsTakesBackTheItemsThatSucceeded() {
        Runner runner = Runner.of("""
            {'each':{'kind':'for_each','items':'input',
                     'do':{'work':'book','compensate':{'work':'free','input':{'item':'item','out':'output'}}}}}\
            """).start("['x','y']");
        runner.work("book", "1");
        runner.fail("each[1]", runner.token("book"), false);
        assertThat(runner.status("each")).isEqualTo(StepStatus.FAILED);
        assertThat(runner.claim("free").input()).isEqualTo(value("{'item':'x','out':1}"));
    }

    @Test
    void forEach_withoutItemsIsDone() {
        Runner runner = Runner.of("{'each':{'kind':'for_each','items':'input','do':{}}}")
                .start("[]");
        assertThat(runner.status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    @Test
    void expression_withoutAValueFailsTheStep() {
        for (String step : Set.of(
                "{'when':'input'}",
                "{'input':{'x':'input.none'}}",
                "{'kind':'for_each','items':'input','do':{}}",
                "{'kind':'wait','until':'input.none'}",
                "{'kind':'wait','until':'input'}")) {
            Runner runner = Runner.started("{'a':" + step + "}");
            assertThat(runner.status()).isEqualTo(RunStatus.FAILED);
            assertThat(Objects.requireNonNull(
                                    Objects.requireNonNull(runner.run().step("a"))
                                            .failure())
                            .code())
                    .isEqualTo(StepFailure.Code.EXPRESSION);
        }
    }

    @Test
    void claim_takesTheStepThatHasBeenReadyTheLongest() {
        Runner runner = Runner.started("""
            {'z':{'work':'one'},'w':{'kind':'wait','for':5},'a':{'needs':['w'],'work':'two'}}\
            """);
        runner.pass("PT5S");

        assertThat(runner.claim("one", "two").step()).isEqualTo("z");
        assertThat(runner.claim("one", "two").step()).isEqualTo("a");
    }

    @Test
    void clockThatWasFarAhead_holdsNothingUp() {
        Runner runner = Runner.started("{'a':{'retry':{'max_attempts':9,'backoff':10}}}");
        runner.now = Runner.START.plus(Duration.ofDays(400));
        runner.token("a");
        runner.now = Runner.START.plusSeconds(1);
        runner.fire();
        assertThat(runner.status("a")).isEqualTo(StepStatus.DELAYED);
        assertThat(runner.run().nextDue()).isEqualTo(Runner.START.plusSeconds(11));
    }
}

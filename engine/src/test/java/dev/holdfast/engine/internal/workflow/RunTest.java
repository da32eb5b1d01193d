package dev.holdfast.engine.internal.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Principal;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.engine.workflow.RetryPolicy;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.engine.workflow.RunDiagram;
import dev.holdfast.engine.workflow.RunStatus;
import dev.holdfast.engine.workflow.StepBuilder;
import dev.holdfast.engine.workflow.StepFailure;
import dev.holdfast.engine.workflow.StepKind;
import dev.holdfast.engine.workflow.StepStatus;
import dev.holdfast.engine.workflow.Workflow;
import dev.holdfast.engine.workflow.WorkflowBuilder;
import dev.holdfast.engine.workflow.WorkflowStep;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Runs as documents: what they hold, how large they become, and what requests cost. */
final class RunTest {
    private static final WorkflowStep HOSTILE = new WorkflowStep(
            "a\"]\n click s0 \"javascript:x\" <b>",
            Collections.emptySortedSet(),
            null,
            new StepKind.Task("t", null),
            null,
            RetryPolicy.ONCE,
            null,
            null,
            null);

    @Test
    void document_holdsARunAsPeopleReadIt() {
        Runner runner = Runner.started("{'a':{'input':{'x':'input'}},'b':{'needs':['a']}}");
        runner.token("a");

        assertThat(runner.run().document()).isEqualTo(Runner.json("""
            {'run':{'v':1,'workflow':'w','version':'1','status':'running','by':'owner','seed':7,
                    'started_at':'2026-01-01T00:00:00Z','open':2,'held':1,'token':1,
                    'latest':'2026-01-01T00:00:00Z'},
             'input':{},'waits':{},'due':{'2026-01-01T00:01:00.000Z a':true},
             'step:a':{'status':'claimed','since':'2026-01-01T00:00:00Z','due':'2026-01-01T00:01:00Z','attempt':1,
                       'claim':{'token':1,'by':'worker','since':'2026-01-01T00:00:00Z','lease_ms':60000},
                       'input':{'x':{}}}}\
            """));
    }

    @Test
    void document_ofSomethingElseIsRefused() {
        JsonObject newer = Runner.json("{'run':{'v':2,'workflow':'w','version':'1','status':'running'}}");

        assertThatThrownBy(() -> new Run(JsonObject.EMPTY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Run(newer)).hasMessageContaining("unknown form");
    }

    @Test
    void waitsFor_isBoundedAndHoldsNoSignals() {
        Runner runner = Runner.started("""
            {'a':{},'b':{},'c':{},'s':{'kind':'wait','signal':'x'},'p':{'kind':'approval','text':'?'}}\
            """);

        assertThat(runner.run().waitsFor(99)).containsExactly("person:*", "work:a", "work:b", "work:c");
        assertThat(runner.run().waitsFor(2)).containsExactly("person:*", "work:a");
    }

    @Test
    void diagram_showsHowStepsStand() {
        Runner runner = Runner.of("""
            {'a':{},'b':{'needs':['a'],'kind':'for_each','items':'input','do':{}},
             'c':{'needs':['a'],'kind':'approval','text':'?'},'d':{'needs':['b','c'],'kind':'wait','for':1}}\
            """).start("[1,2]").work("a", "null").work("b", "null");

        assertThat(RunDiagram.of(runner.plan.workflow(), runner.run())).startsWith("""
            flowchart TD
                s0["a: succeeded"]:::succeeded
                s1[["b: waiting, 1 of 2"]]:::waiting
                s2{{"c: waiting"}}:::waiting
                s3(["d: pending"]):::waiting
                s0 --> s1
                s0 --> s2
                s1 --> s3
                s2 --> s3
            """);
        assertThat(RunDiagram.of(runner.plan.workflow()))
                .contains("s0[\"a\"]\n")
                .doesNotContain("classDef");
    }

    @Test
    void diagram_showsTextsAsText() {
        Workflow hostile =
                new Workflow("w", "1", null, null, null, new TreeMap<>(Map.of("a", HOSTILE)), JsonObject.EMPTY);

        assertThat(RunDiagram.of(hostile).lines())
                .containsExactly("flowchart TD", "    s0[\"a#34;#93;#10; click s0 #34;javascript:x#34; #60;b#62;\"]");
    }

    @Test
    void chainOfSteps_asLongAsMayBeIsSkippedInOneRequest() {
        WorkflowBuilder chain = Workflow.named("w", "1").step("s0", StepBuilder.waitForSignal("go"));
        for (int i = 1; i < Bounds.STEPS; i++) {
            chain = chain.step(
                    "s" + i, StepBuilder.task("t").needs("s" + (i - 1)).when("input == 1"));
        }
        Runner runner = new Runner(chain.toJson()).start("0");
        runner.move(new RunRequest.SendSignal("go", JsonNull.NULL), "owner");

        assertThat(runner.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(runner.run().document().canonicalSize()).isLessThan(Bounds.RUN_BYTES);
    }

    @Test
    void items_asManyAsMayBeAreWorkedOnAndTakenBackWithinTheBoundsOfADocument() {
        String body = "{'work':'t','input':{'n':'item'},'compensate':{'work':'u','input':{'o':'output'}}}";
        Runner runner = Runner.of("{'each':{'kind':'for_each','items':'input','max_concurrency':1000,'do':" + body
                        + "},'last':{'needs':['each']}}")
                .start(numbers(Bounds.ITEMS));
        for (int i = 0; i < 4; i++) {
            runner.work("t", "" + i);
        }
        Advance.Moved cancelled = (Advance.Moved) runner.ask(new RunRequest.Cancel(null), "owner");

        assertThat(cancelled.happened()).hasSize(2);
        assertThat(runner.status()).isEqualTo(RunStatus.COMPENSATING);
        for (int i = 3; i >= 0; i--) {
            assertThat(runner.claim("u").input()).isEqualTo(Runner.value("{'o':" + i + "}"));
            runner.succeed("compensate:each[" + i + "]", runner.run().lastToken(), "null");
        }
        assertThat(runner.status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(runner.run().document().canonicalSize()).isLessThan(4 << 20);
    }

    @Test
    void items_moreThanMayBeFailTheStep() {
        Runner runner = Runner.of("{'each':{'kind':'for_each','items':'input','do':{}}}")
                .start(numbers(Bounds.ITEMS + 1));

        assertThat(runner.status()).isEqualTo(RunStatus.FAILED);
    }

    @Test
    void stepsAndItems_moreThanARunMayHaveFailTheStep() {
        WorkflowBuilder workflow = Workflow.named("w", "1");
        for (int i = 0; i < 3; i++) {
            StepBuilder each =
                    StepBuilder.forEach("input", StepBuilder.task("t").when("false == true"));
            workflow = workflow.step("each" + i, i == 0 ? each : each.needs("each" + (i - 1)));
        }
        Runner runner = new Runner(workflow.toJson()).start(numbers(Bounds.ENTRIES / 3));

        assertThat(runner.status("each1")).isEqualTo(StepStatus.SUCCEEDED);
        assertThat(runner.failure("each2")).isEqualTo(StepFailure.Code.LIMIT);
    }

    private static String numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void claim_costsTheSameHoweverManyStepsThereAre() {
        assertThat(costOfAClaim(Bounds.STEPS)).isEqualTo(costOfAClaim(2));
    }

    private static long costOfAClaim(int steps) {
        WorkflowBuilder workflow = Workflow.named("w", "1");
        for (int i = 0; i < steps; i++) {
            workflow = workflow.step("s" + i, StepBuilder.task("t"));
        }
        Runner runner = new Runner(workflow.toJson()).start("{}");
        Steps cost = Steps.unlimited();
        RunInterpreter.decide(
                runner.plan,
                runner.run(),
                new RunRequest.Claim(Set.of("t"), Duration.ofMinutes(1)),
                new Principal("worker"),
                runner.now,
                cost);
        return cost.spent();
    }
}

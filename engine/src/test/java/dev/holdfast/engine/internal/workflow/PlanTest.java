package dev.holdfast.engine.internal.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Principal;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.engine.workflow.RetryPolicy;
import dev.holdfast.engine.workflow.StepBuilder;
import dev.holdfast.engine.workflow.Workflow;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks of definitions, each with the place that it names. */
final class PlanTest {
    private static final String LONG = "x".repeat(101);

    /** Each line: a step named {@code a} beside {@code first}, the place of the problem, and a part of the message. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {'needs':['frist']}                                  | /steps/a/needs            | Did you mean first?
        {'needs':'first'}                                    | /steps/a/needs            | array
        {'needs':[1]}                                        | /steps/a/needs/0          | text
        {'needs':['a']}                                      | /steps/a/needs            | a needs a
        {'nedes':['first']}                                  | /steps/a/nedes            | Did you mean needs?
        {'kind':'taks'}                                      | /steps/a/kind             | Did you mean task?
        {'kind':7}                                           | /steps/a/kind             | text
        {'work':'a b'}                                       | /steps/a/work             | letters
        {'when':'nothing'}                                   | /steps/a/when             | undeclared
        {'when':'false'}                                     | /steps/a/when             | never begins
        {'when':'steps.first.output'}                        | /steps/a/when             | does not need it
        {'when':'steps.frist.output','needs':['first']}      | /steps/a/when             | Did you mean first?
        {'when':'steps','needs':['first']}                   | /steps/a/when             | steps.NAME
        {'when':''}                                          | /steps/a/when             | text
        {'input':7}                                          | /steps/a/input            | CEL expression
        {'input':{'x':7}}                                    | /steps/a/input/x          | text
        {'input':{'x':'item'}}                               | /steps/a/input/x          | undeclared
        {'input':'nothing'}                                  | /steps/a/input            | undeclared
        {'timeout':'soon'}                                   | /steps/a/timeout          | ISO 8601
        {'timeout':0}                                        | /steps/a/timeout          | seconds
        {'timeout':-1}                                       | /steps/a/timeout          | seconds
        {'timeout':1e300}                                    | /steps/a/timeout          | seconds
        {'total_timeout':'P9999D'}                           | /steps/a/total_timeout    | 3650 days
        {'heartbeat':'-PT1S'}                                | /steps/a/heartbeat        | seconds
        {'retry':3}                                          | /steps/a/retry            | object
        {'retry':{'attempts':3}}                             | /steps/a/retry/attempts   | no such member
        {'retry':{'max_attempts':0}}                         | /steps/a/retry/max_attempts | from 1 to 100
        {'retry':{'max_attempts':1.5}}                       | /steps/a/retry/max_attempts | whole number
        {'retry':{'factor':0.5}}                             | /steps/a/retry/factor     | from 1 to 100
        {'retry':{'jitter':2}}                               | /steps/a/retry/jitter     | from 0 to 1
        {'retry':{'backoff':'x'}}                            | /steps/a/retry/backoff    | seconds
        {'retry':{'max_delay':0}}                            | /steps/a/retry/max_delay  | seconds
        {'compensate':{'kind':'approval'}}                   | /steps/a/compensate/kind  | by a task
        {'compensate':{'needs':['first']}}                   | /steps/a/compensate/needs | no such member
        {'compensate':{'input':'steps.first.output'}}        | /steps/a/compensate/input | does not need it
        {'kind':'approval'}                                  | /steps/a                  | text is missing
        {'kind':'approval','text':'?','choices':[]}          | /steps/a/choices          | at least one
        {'kind':'approval','text':'?','choices':['x','x']}   | /steps/a/choices          | twice
        {'kind':'approval','text':'?','timeout':1,'default':'yse'} | /steps/a/default    | Did you mean yes?
        {'kind':'approval','text':'?','default':'yes'}       | /steps/a/default          | timeout
        {'kind':'approval','text':'?','retry':{}}            | /steps/a/retry            | no such member
        {'kind':'wait'}                                      | /steps/a                  | one of
        {'kind':'wait','for':1,'signal':'s'}                 | /steps/a                  | one of
        {'kind':'wait','signal':'a b'}                       | /steps/a/signal           | letters
        {'kind':'wait','until':'nothing'}                    | /steps/a/until            | undeclared
        {'kind':'for_each','do':{}}                          | /steps/a                  | items is missing
        {'kind':'for_each','items':'input'}                  | /steps/a                  | do is missing
        {'kind':'for_each','items':'x','do':{}}              | /steps/a/items            | undeclared
        {'kind':'for_each','items':'input','do':{'needs':['first']}} | /steps/a/do/needs | no such member
        {'kind':'for_each','items':'input','do':{'input':'x'}} | /steps/a/do/input       | undeclared
        {'kind':'for_each','items':'input','do':{'kind':'for_each'}} | /steps/a/do/kind  | no items of its own
        {'kind':'for_each','items':'input','do':{},'max_concurrency':0} | /steps/a/max_concurrency | from 1
        {'kind':'workflow'}                                  | /steps/a                  | workflow is missing
        7                                                    | /steps/a                  | object
        """)
    void step_thatIsUnsoundIsAProblemWithAPlace(String step, String at, String message) {
        JsonObject definition = Runner.json("{'name':'w','version':'1','steps':{'first':{},'a':" + step + "}}");

        assertThat(problems(definition)).anySatisfy(problem -> {
            assertThat(problem).startsWith(at + ": ").contains(message);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {'version':'1','steps':{'a':{}}}                           |         | name is missing
        {'name':'w','steps':{'a':{}}}                              |         | version is missing
        {'name':'w w','version':'1','steps':{'a':{}}}              | /name   | letters
        {'name':'w','version':'1','steps':{}}                      | /steps  | 1 to 1000
        {'name':'w','version':'1','steps':[]}                      | /steps  | object
        {'name':'w','version':'1','steps':{'a-b':{}}}              | /steps/a-b | letters
        {'name':'w','version':'1','steps':{'a':{}},'stpes':1}      | /stpes  | Did you mean steps?
        {'name':'w','version':'1','steps':{'a':{}},'timeout':'1'}  | /timeout | ISO 8601
        {'name':'w','version':'1','steps':{'a':{}},'output':'x'}   | /output | undeclared
        {'name':'w','version':'1','steps':{'a':{}},'output':'steps.b'} | /output | no step b
        """)
    void definition_thatIsUnsoundIsAProblemWithAPlace(String definition, String at, String message) {
        String place = at == null ? "" : at;
        assertThat(problems(Runner.json(definition))).anySatisfy(problem -> {
            assertThat(problem).startsWith(place + ": ").contains(message);
        });
    }

    @Test
    void cycle_isToldWithItsStepsAndThoseBehindItNeverBegin() {
        JsonObject definition = Runner.json("""
            {'name':'w','version':'1','steps':{
              'a':{'needs':['c']},'b':{'needs':['a']},'c':{'needs':['b']},'d':{'needs':['c']},'e':{}}}\
            """);

        assertThat(problems(definition))
                .containsExactly(
                        "/steps/a/needs: These steps need each other in a cycle: a needs c needs b needs a.",
                        "/steps/d/needs: The step never begins: what it needs is part of a cycle.");
    }

    @Test
    void definition_thatIsTooLargeIsNotRead() {
        Json text = Json.of("x".repeat(Bounds.DEFINITION_BYTES));

        assertThat(problems(Workflow.named("w", "1").toJson().with("title", text)))
                .singleElement()
                .asString()
                .contains("up to 262144 bytes");
    }

    @Test
    void steps_areAtMostSoMany() {
        JsonObject steps = JsonObject.EMPTY;
        for (int i = 0; i <= Bounds.STEPS; i++) {
            steps = steps.with("s" + i, JsonObject.EMPTY);
        }

        assertThat(problems(Workflow.named("w", "1").toJson().with("steps", steps)))
                .singleElement()
                .asString()
                .contains("1 to 1000 steps");
        assertThat(problems(Workflow.named("w", "1").toJson().with("steps", steps.without("s0"))))
                .isEmpty();
    }

    @Test
    void problems_areToldUpToABound() {
        JsonObject definition =
                Workflow.named("w", "1").step("a", StepBuilder.task("a")).toJson();
        for (int i = 0; i < 100; i++) {
            definition = definition.with("unknown" + i, Json.of(1));
        }

        assertThat(problems(definition)).hasSize(Plan.Reading.Unsound.MOST_PROBLEMS);
    }

    @Test
    void builder_makesWhatIsWrittenInJson() {
        JsonObject built = Workflow.named("order", "2")
                .title("An order")
                .timeout(Duration.ofHours(1))
                .output("steps.pay.output")
                .task(
                        "pay",
                        step -> step.work("bank.pay")
                                .when("input.total")
                                .input(Map.of("total", "input.total"))
                                .retry(new RetryPolicy(3, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0.5))
                                .timeout(Duration.ofSeconds(30))
                                .totalTimeout(Duration.ofMinutes(5))
                                .heartbeat(Duration.ofSeconds(10))
                                .compensate(StepBuilder.task("bank.refund").input("output")))
                .step(
                        "ask",
                        StepBuilder.approval("Send it?")
                                .needs("pay")
                                .askOf(new Principal("boss"))
                                .choices("send", "keep")
                                .timeout(Duration.ofDays(1))
                                .otherwise("keep"))
                .step(
                        "each",
                        StepBuilder.forEach(
                                        "input.lines", StepBuilder.task("pack").input("item"))
                                .needs("ask")
                                .maxConcurrency(3))
                .step("rest", StepBuilder.waitFor(Duration.ofSeconds(5)))
                .step("date", StepBuilder.waitUntil("input.date"))
                .step("sent", StepBuilder.waitForSignal("sent"))
                .step("bill", StepBuilder.workflow("billing").version("1").input("input"))
                .toJson();

        assertThat(built).isEqualTo(Runner.json("""
            {'name':'order','version':'2','title':'An order','timeout':'PT1H','output':'steps.pay.output','steps':{
             'pay':{'kind':'task','work':'bank.pay','when':'input.total','input':{'total':'input.total'},
               'retry':{'max_attempts':3,'backoff':'PT1S','factor':2,'max_delay':'PT1M','jitter':0.5},
               'timeout':'PT30S','total_timeout':'PT5M','heartbeat':'PT10S',
               'compensate':{'kind':'task','work':'bank.refund','input':'output'}},
             'ask':{'kind':'approval','text':'Send it?','needs':['pay'],'of':'boss','choices':['send','keep'],
               'timeout':'PT24H','default':'keep'},
             'each':{'kind':'for_each','items':'input.lines','needs':['ask'],'max_concurrency':3,
               'do':{'kind':'task','work':'pack','input':'item'}},
             'rest':{'kind':'wait','for':'PT5S'},'date':{'kind':'wait','until':'input.date'},
             'sent':{'kind':'wait','signal':'sent'},
             'bill':{'kind':'workflow','workflow':'billing','version':'1','input':'input'}}}\
            """));
        assertThat(problems(built)).isEmpty();
        assertThat(Runner.plan(built).workflow().json()).isEqualTo(built);
    }

    @Test
    void builder_meetsTheSameChecks() {
        JsonObject built = Workflow.named("w", "1")
                .task("a", step -> step.needs("b").work(LONG))
                .toJson();

        assertThat(problems(built)).hasSize(2).anyMatch(problem -> problem.startsWith("/steps/a/work: "));
    }

    private static List<String> problems(JsonObject definition) {
        return switch (Plan.read(definition, new TinyRules(), Steps.unlimited())) {
            case Plan.Reading.Sound sound -> List.of();
            case Plan.Reading.Unsound(var problems) ->
                problems.stream()
                        .map(problem -> problem.at() + ": " + problem.message())
                        .toList();
        };
    }
}

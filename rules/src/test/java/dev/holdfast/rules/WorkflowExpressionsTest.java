package dev.holdfast.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Principal;
import dev.holdfast.engine.internal.workflow.Advance;
import dev.holdfast.engine.internal.workflow.Plan;
import dev.holdfast.engine.internal.workflow.RunInterpreter;
import dev.holdfast.engine.internal.workflow.RunRequest;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.engine.workflow.Happening;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.engine.workflow.RunStatus;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The workflow that the documentation shows, with expressions as they are compiled and evaluated here. */
final class WorkflowExpressionsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static final Map<String, String> OUTPUTS = Map.of(
            "stock.reserve", "{\"id\":7}",
            "bank.charge", "{\"receipt\":\"r1\"}",
            "stock.pack", "\"packed\"",
            "stock.release", "null",
            "bank.refund", "null");

    private final Plan plan = plan(documented());
    private @Nullable Run run;

    @Test
    void documentedWorkflow_runsToItsEnd() {
        start(2_000);
        work("stock.reserve", "{\"lines\":[\"a\",\"b\"]}");
        ask(new RunRequest.Answer("approve", "yes", null));
        work("bank.charge", "{\"reservation\":7,\"total\":2000}");
        work("stock.pack", "{\"line\":\"a\",\"number\":1}");
        work("stock.pack", "{\"line\":\"b\",\"number\":2}");
        ask(new RunRequest.SendSignal("picked_up", Json.of(true)));
        ask(new RunRequest.ChildStarted("bill", "st_child"));
        ask(new RunRequest.ChildEnded("bill", "st_child", Json.of(true), null));
        decide(new RunRequest.FireDue(), NOW.plus(Duration.ofHours(1)));

        assertThat(run().status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(run().output()).isEqualTo(Json.parse("{\"receipt\":\"r1\",\"parcels\":2}"));
    }

    @Test
    void documentedWorkflow_isTakenBack() {
        start(10);
        work("stock.reserve", "{\"lines\":[\"a\",\"b\"]}");
        work("bank.charge", "{\"reservation\":7,\"total\":10}");
        ask(new RunRequest.Cancel(null));
        work("bank.refund", "{\"receipt\":\"r1\"}");
        work("stock.release", "{\"id\":7}");

        assertThat(run().status()).isEqualTo(RunStatus.CANCELLED);
    }

    private void start(int total) {
        ask(new RunRequest.Start(Json.parse("{\"lines\":[\"a\",\"b\"],\"total\":" + total + "}"), 1, 0));
    }

    private void work(String kind, String input) {
        List<Happening> happened = ask(new RunRequest.Claim(Set.of(kind), Duration.ofMinutes(1)));
        Happening.StepClaimed claimed = (Happening.StepClaimed) happened.getFirst();
        assertThat(claimed.input()).isEqualTo(Json.parse(input));
        Json output = Json.parse(Objects.requireNonNull(OUTPUTS.get(kind)));
        ask(new RunRequest.Report(claimed.step(), claimed.claim().token(), new RunRequest.Result.Success(output)));
    }

    private List<Happening> ask(RunRequest request) {
        return decide(request, NOW);
    }

    private List<Happening> decide(RunRequest request, Instant now) {
        Advance advance = RunInterpreter.decide(plan, run, request, new Principal("p"), now, Steps.unlimited());
        assertThat(advance).isInstanceOf(Advance.Moved.class);
        run = ((Advance.Moved) advance).run();
        return ((Advance.Moved) advance).happened();
    }

    private Run run() {
        return Objects.requireNonNull(run);
    }

    private static Plan plan(JsonObject definition) {
        return switch (Plan.read(definition, new HoldfastRules(), Steps.unlimited())) {
            case Plan.Reading.Sound(Plan plan) -> plan;
            case Plan.Reading.Unsound(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    private static JsonObject documented() {
        try {
            String text = Files.readString(Path.of("..", "docs", "workflows.md"));
            int start = text.indexOf("```json\n") + "```json\n".length();
            return (JsonObject) Json.parse(text.substring(start, text.indexOf("```", start)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

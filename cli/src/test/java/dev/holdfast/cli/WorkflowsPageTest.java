package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.RunSpec;
import dev.holdfast.engine.RunState;
import dev.holdfast.engine.Runs;
import dev.holdfast.engine.WaitFor;
import dev.holdfast.engine.Worker;
import dev.holdfast.engine.workflow.ClaimedStep;
import dev.holdfast.engine.workflow.RunStatus;
import dev.holdfast.engine.workflow.StepBuilder;
import dev.holdfast.engine.workflow.Workflow;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/workflows.md} shows is so. */
final class WorkflowsPageTest {
    private final Page page = Page.of("workflows.md");
    private final String text = page.blocks("json").getFirst();

    @Test
    void terminal_answersAsShown(@TempDir Path home) throws IOException {
        Files.writeString(home.resolve("order.json"), text);
        Shell shell = new Shell(home);
        for (String part :
                page.blockWith("$ holdfast workflow define").substring(2).split("\n\\$ ", -1)) {
            String command = part.lines().findFirst().orElseThrow();
            Shell.Result result = shell.run(Page.words(command.replace("holdfast ", "")));
            assertThat(result.code()).as(result.err()).isZero();
            Page.requireShown(
                    part.substring(command.length() + 1).strip(), result.out().strip());
        }
    }

    @Test
    void java_isThatOfThisTest() {
        page.requireJavaIn(WorkflowsPageTest.class);
    }

    @Test
    @SuppressWarnings("try") // the worker works beside
    void run_isWorkedOnInJava() throws InterruptedException {
        JsonObject order = (JsonObject) Json.parse(text);
        JsonObject input = (JsonObject) Json.parse("{\"lines\":[\"a\",\"b\"],\"total\":50}");
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            JsonObject billing =
                    Workflow.named("billing", "1").task("bill", step -> step).toJson();
            holdfast.as(Principal.local("default")).runs().define(billing);
            Runs runs = holdfast.as(Principal.local("default")).runs();
            runs.define(order);
            try (Worker worker = runs.worker()
                    .handle("stock.reserve", step -> reserve(step.input()))
                    .handle(
                            "bank.charge",
                            step -> charge(step.input(), step.run().value() + step.step()))
                    .handle("stock.pack", ClaimedStep::input)
                    .concurrency(8)
                    .start()) {
                RunState run = runs.start(RunSpec.of("order").input(input).name("order-17"))
                        .state();
                run.signal("picked_up", JsonObject.EMPTY);
                run.state().await(WaitFor.until("'step:picked_up' in self", Duration.ofSeconds(30)));
                System.out.println(run.read().status().wire());
            }
            assertThat(runs.run("@order-17").read().status()).isEqualTo(RunStatus.RUNNING);
        }
    }

    private static Json reserve(Json input) {
        return JsonObject.of("id", Json.of("r1"), "of", input);
    }

    private static Json charge(Json input, String key) {
        return JsonObject.of("receipt", Json.of(key), "of", input);
    }

    @Test
    void builtWorkflow_isSound() {
        JsonObject order = Workflow.named("order", "1")
                .task(
                        "reserve",
                        step -> step.work("stock.reserve")
                                .input(Map.of("lines", "input.lines"))
                                .retry(5, Duration.ofSeconds(1))
                                .compensate(StepBuilder.task("stock.release").input("output")))
                .step(
                        "approve",
                        StepBuilder.approval("Charge it?").needs("reserve").timeout(Duration.ofDays(1)))
                .step(
                        "pack",
                        StepBuilder.forEach(
                                        "input.lines",
                                        StepBuilder.task("stock.pack").input("item"))
                                .needs("approve"))
                .toJson();
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            assertThat(holdfast.as(Principal.local("default")).runs().define(order))
                    .isTrue();
        }
    }
}

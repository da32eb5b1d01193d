package dev.holdfast.examples;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.RunSpec;
import dev.holdfast.engine.RunState;
import dev.holdfast.engine.Runs;
import dev.holdfast.engine.WaitFor;
import dev.holdfast.engine.Worker;
import dev.holdfast.engine.workflow.ClaimedStep;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.engine.workflow.StepBuilder;
import dev.holdfast.engine.workflow.Workflow;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** Work in steps that survives its processes, waits for a person, and takes back what it did. */
public final class OrderWorkflow {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final JsonObject ORDER = Workflow.named("order", "1")
            .task(
                    "reserve",
                    step -> step.work("stock.reserve")
                            .input(Map.of("lines", "input.lines"))
                            .compensate(StepBuilder.task("stock.release").input("output")))
            .step("approve", StepBuilder.approval("Charge it?").needs("reserve"))
            .task(
                    "charge",
                    step -> step.work("bank.charge").needs("approve").when("steps.approve.output.choice == 'yes'"))
            .toJson();

    private OrderWorkflow() {}

    @SuppressWarnings("try") // the worker works beside
    static void play(PrintStream out) throws InterruptedException {
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            Runs runs = holdfast.as(Principal.local("default")).runs();
            runs.define(ORDER);
            try (Worker worker = runs.worker()
                    .handle("stock.reserve", step -> JsonObject.of("reservation", Json.of("r1")))
                    .handle("stock.release", ClaimedStep::input)
                    .handle("bank.charge", step -> {
                        throw new Worker.FinalFailureException("the card has expired");
                    })
                    .start()) {
                ordered(runs, out);
            }
        }
    }

    private static void ordered(Runs runs, PrintStream out) throws InterruptedException {
        JsonObject input = (JsonObject) Json.parse("{\"lines\":[\"tea\",\"milk\"]}");
        RunState order =
                runs.start(RunSpec.of("order").input(input).name("order-17")).state();
        order.state().await(WaitFor.until("'person:*' in self.waits", PATIENCE));
        out.println("asked: " + order.state().read().questions().getFirst().text());
        order.answer("approve", "yes");
        order.state().await(WaitFor.until("has(self.run.ended_at)", PATIENCE));
        Run end = order.read();
        out.println(end.status().wire() + ": "
                + Objects.requireNonNull(end.failure()).message());
        end.steps()
                .values()
                .forEach(step -> out.println(step.id() + " " + step.status().wire()));
    }

    public static void main(String[] arguments) throws InterruptedException {
        play(System.out);
    }
}

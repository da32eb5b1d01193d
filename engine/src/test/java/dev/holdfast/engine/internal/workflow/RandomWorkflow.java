package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.Principal;
import dev.holdfast.engine.workflow.RetryPolicy;
import dev.holdfast.engine.workflow.StepBuilder;
import dev.holdfast.engine.workflow.Workflow;
import dev.holdfast.engine.workflow.WorkflowBuilder;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Definitions by chance, with expressions whose value a model tells by itself. The input of their runs is 1. */
final class RandomWorkflow {
    private final Random random;

    RandomWorkflow(Random random) {
        this.random = random;
    }

    JsonObject definition() {
        WorkflowBuilder workflow = Workflow.named("w", "1");
        if (random.nextInt(6) == 0) {
            workflow = workflow.timeout(Duration.ofSeconds(200));
        }
        List<String> before = new ArrayList<>();
        int steps = 1 + random.nextInt(7);
        for (int i = 0; i < steps; i++) {
            // Names are in no relation to the order in which steps begin.
            String name = (char) ('a' + random.nextInt(26)) + String.valueOf(i);
            List<String> needs = some(before);
            StepBuilder step = step(needs).needs(needs.toArray(String[]::new));
            workflow = workflow.step(name, step);
            before.add(name);
        }
        return workflow.toJson();
    }

    private List<String> some(List<String> names) {
        return names.stream().filter(name -> random.nextInt(3) == 0).toList();
    }

    private StepBuilder step(List<String> needs) {
        return conditional(
                switch (random.nextInt(9)) {
                    case 0 -> approval();
                    case 1 -> StepBuilder.waitFor(Duration.ofSeconds(1 + random.nextInt(40)));
                    case 2 -> signal();
                    case 3, 4 -> forEach();
                    case 5 -> tried(StepBuilder.workflow("child"));
                    default -> task();
                },
                needs);
    }

    private StepBuilder conditional(StepBuilder step, List<String> needs) {
        return switch (random.nextInt(8)) {
            case 0 -> step.when("input == " + (1 + random.nextInt(2)));
            case 1 -> needs.isEmpty() ? step : step.when("steps." + needs.getFirst() + ".status == 'succeeded'");
            default -> step;
        };
    }

    private StepBuilder task() {
        StepBuilder task = tried(StepBuilder.task("k" + random.nextInt(2)));
        return random.nextInt(4) == 0 ? task.heartbeat(Duration.ofSeconds(5 + random.nextInt(30))) : task;
    }

    private StepBuilder tried(StepBuilder step) {
        StepBuilder tried = step;
        if (random.nextBoolean()) {
            Duration backoff = Duration.ofSeconds(random.nextInt(3) * 10L);
            Duration most = random.nextBoolean() ? Duration.ofSeconds(25) : null;
            tried = tried.retry(new RetryPolicy(1 + random.nextInt(3), backoff, 2, most, 0));
        }
        if (random.nextInt(4) == 0) {
            tried = tried.timeout(Duration.ofSeconds(10 + random.nextInt(60)));
        }
        if (random.nextInt(6) == 0) {
            tried = tried.totalTimeout(Duration.ofSeconds(30 + random.nextInt(100)));
        }
        return compensated(tried);
    }

    private StepBuilder compensated(StepBuilder step) {
        return switch (random.nextInt(3)) {
            case 0 -> step.compensate(StepBuilder.task("undo"));
            case 1 ->
                step.compensate(
                        StepBuilder.task("undo").input("output").retry(2, Duration.ofSeconds(random.nextInt(2) * 5L)));
            default -> step;
        };
    }

    private StepBuilder approval() {
        StepBuilder approval = StepBuilder.approval("?");
        if (random.nextBoolean()) {
            approval = approval.askOf(new Principal("p0"));
        }
        if (random.nextBoolean()) {
            approval = approval.timeout(Duration.ofSeconds(20 + random.nextInt(60)));
            approval = random.nextBoolean() ? approval.otherwise("no") : approval;
        }
        return compensated(approval);
    }

    private StepBuilder signal() {
        StepBuilder signal = StepBuilder.waitForSignal("s" + random.nextInt(2));
        return random.nextBoolean() ? signal.timeout(Duration.ofSeconds(20 + random.nextInt(60))) : signal;
    }

    private StepBuilder forEach() {
        String items = List.of("[]", "[1]", "[1,2,3]", "[1,2,3,4,5]").get(random.nextInt(4));
        StepBuilder body = switch (random.nextInt(5)) {
            case 0 -> approval();
            case 1 -> signal();
            case 2 -> tried(StepBuilder.workflow("child"));
            default -> task().input("item");
        };
        StepBuilder forEach =
                StepBuilder.forEach(items, conditional(body, List.of())).maxConcurrency(1 + random.nextInt(3));
        return random.nextInt(6) == 0 ? forEach.timeout(Duration.ofSeconds(60)) : forEach;
    }
}

package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.workflow.RunStatus;
import dev.holdfast.engine.workflow.RunStep;
import dev.holdfast.engine.workflow.StepFailure;
import dev.holdfast.engine.workflow.StepStatus;
import dev.holdfast.engine.workflow.WorkflowStep;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.Objects;

/** What follows without a further request: steps begin, and the run goes on to its end. */
final class Settling {
    private Settling() {}

    static void settle(RunDraft run) {
        boolean moves = true;
        while (moves) {
            moves = switch (run.status()) {
                case RUNNING -> begins(run) || completes(run);
                case STOPPING -> run.counter("held") == 0 && takesBack(run);
                case COMPENSATING -> !run.head().has("compensating") && takesBack(run);
                case SUCCEEDED, FAILED, CANCELLED -> false;
            };
        }
    }

    private static boolean takesBack(RunDraft run) {
        Stopping.takeBack(run);
        return true;
    }

    private static boolean begins(RunDraft run) {
        String id = run.considered();
        if (id == null) {
            return false;
        }
        run.spend(1);
        RunStep named = new RunStep(id, JsonObject.EMPTY);
        boolean may = named.index() >= 0
                ? run.statusOf(named.name()) == StepStatus.WAITING
                : needsNothing(
                        run,
                        Objects.requireNonNull(run.plan().workflow().steps().get(id)));
        if (may && run.step(id) == null) {
            Beginning.begin(run, id);
        }
        return true;
    }

    private static boolean needsNothing(RunDraft run, WorkflowStep step) {
        for (String need : step.needs()) {
            run.spend(1);
            if (!run.statusOf(need).isDone()) {
                return false;
            }
        }
        return true;
    }

    private static boolean completes(RunDraft run) {
        if (run.counter("open") > 0) {
            return false;
        }
        CompiledMapping output = run.plan().output();
        try {
            Json answer = output == null ? null : run.values().map(output, "");
            Deadlines.clear(run);
            Ending.end(run, RunStatus.SUCCEEDED, answer);
        } catch (NoValueException e) {
            StepFailure failure = e.failure();
            Stopping.stop(run, failure, RunStatus.FAILED);
        }
        return true;
    }
}

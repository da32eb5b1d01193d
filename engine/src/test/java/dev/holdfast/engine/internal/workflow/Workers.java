package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.internal.workflow.RunRequest.Result;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.engine.workflow.RunStep;
import dev.holdfast.engine.workflow.StepStatus;
import dev.holdfast.engine.workflow.WorkflowStep;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** All that workers, people and children could do for a run now, with results that depend on step and attempt alone. */
record Workers(Plan plan, Run run) {
    List<RunRequest> possible() {
        List<RunRequest> possible = new ArrayList<>();
        for (String what : run.waitsFor(100)) {
            if (what.startsWith("work:")) {
                possible.add(new RunRequest.Claim(Set.of(what.substring(5)), Duration.ofHours(1)));
            } else if (what.startsWith("person:")) {
                run.waitingFor(what).forEach(id -> possible.add(new RunRequest.Answer(id, "yes", null)));
            }
        }
        run.waitingFor("child:start").forEach(id -> possible.add(new RunRequest.ChildStarted(id, "child of " + id)));
        for (String signal : List.of("s0", "s1")) {
            if (!run.waitingFor("signal:" + signal).isEmpty()) {
                possible.add(new RunRequest.SendSignal(signal, Json.of(signal)));
            }
        }
        run.steps().values().forEach(step -> addEnd(step, possible));
        return possible;
    }

    private void addEnd(RunStep step, List<RunRequest> possible) {
        String child = step.child();
        if (step.claim() != null) {
            possible.add(new RunRequest.Report(step.id(), step.claim().token(), result(step)));
        } else if (step.status() == StepStatus.WAITING && child != null) {
            possible.add(new RunRequest.ChildEnded(step.id(), child, Json.of(step.id()), null));
        }
    }

    /** Some steps fail first, if there is time for another attempt. */
    private Result result(RunStep step) {
        WorkflowStep definition = plan.of(step.id()).step();
        boolean another = step.attempt() < definition.retry().maxAttempts() && definition.totalTimeout() == null;
        return another && step.id().hashCode() % 2 == 0
                ? new Result.Failure("broken", true)
                : new Result.Success(Json.of(step.id()));
    }

    static Json output(RunStep step) {
        Json output = step.output();
        return output instanceof JsonObject answer
                ? Objects.requireNonNull(answer.get("choice"))
                : Objects.requireNonNullElse(output, JsonNull.NULL);
    }
}

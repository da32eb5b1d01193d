package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.workflow.Happening;
import dev.holdfast.engine.workflow.RunStatus;
import dev.holdfast.engine.workflow.RunStep;
import dev.holdfast.engine.workflow.StepFailure;
import dev.holdfast.engine.workflow.StepKind;
import dev.holdfast.engine.workflow.StepStatus;
import dev.holdfast.json.Json;
import java.time.Instant;
import java.util.Objects;

/**
 * A run ends without success: no step begins any more, what a worker or a child run holds may end, and then what
 * succeeded is taken back, the last first.
 */
final class Stopping {
    private Stopping() {}

    /** Stops a run that is running; one that stops already goes on as it does. */
    static void stop(RunDraft run, StepFailure failure, RunStatus end) {
        if (run.status() != RunStatus.RUNNING) {
            return;
        }
        run.status(RunStatus.STOPPING);
        run.head("failure", failure.toJson());
        run.head("ending", Json.of(end.wire()));
        Deadlines.clear(run);
        run.considerNothing();
        run.tell(new Happening.RunStopping(failure));
        for (RunStep step : run.steps()) {
            stop(run, step);
        }
    }

    private static void stop(RunDraft run, RunStep step) {
        String child = step.child();
        boolean waiting = step.status() == StepStatus.WAITING;
        if (waiting && child != null) {
            unwanted(run, step, child);
        } else if (waiting || step.status() == StepStatus.READY || step.status() == StepStatus.DELAYED) {
            run.put(StepDraft.of(step).end(StepStatus.CANCELLED, run.now(), run.count("ended", 1)));
        }
    }

    /** The child run of a step is to be cancelled, and its end waited for. */
    static void unwanted(RunDraft run, RunStep step, String child) {
        if (!step.isUnwanted()) {
            run.put(StepDraft.of(step).due(null).unwanted());
            run.tell(new Happening.ChildUnwanted(step.id(), child));
        }
    }

    /** The next thing to take back begins, or the run ends. */
    static void takeBack(RunDraft run) {
        RunStep last = null;
        for (RunStep step : run.steps()) {
            if (isToTakeBack(run, step) && (last == null || step.order() > last.order())) {
                last = step;
            }
        }
        if (last == null) {
            String end = Objects.requireNonNull(run.head().string("ending"));
            Ending.end(run, end.equals(RunStatus.CANCELLED.wire()) ? RunStatus.CANCELLED : RunStatus.FAILED, null);
            return;
        }
        run.status(RunStatus.COMPENSATING);
        begin(run, RunStep.compensationOf(last.id()));
    }

    private static boolean isToTakeBack(RunDraft run, RunStep step) {
        return step.status() == StepStatus.SUCCEEDED
                && !step.isCompensation()
                && run.plan().of(step.id()).compensation() != null
                && run.step(RunStep.compensationOf(step.id())) == null;
    }

    private static void begin(RunDraft run, String id) {
        PlannedStep planned = run.plan().of(id);
        run.head("compensating", Json.of(id));
        try {
            StepKind.Task task = (StepKind.Task) planned.kind();
            Instant deadline = Deadlines.in(run, planned.step().totalTimeout());
            run.put(StepDraft.fresh(id)
                    .input(run.values().map(planned.input(), id))
                    .status(StepStatus.READY, run.now())
                    .deadline(deadline)
                    .due(deadline));
            run.tell(new Happening.StepReady(id, task.work()));
        } catch (NoValueException e) {
            Ending.fail(run, id, e.failure());
        }
    }
}

package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.workflow.RunStatus;
import dev.holdfast.engine.workflow.RunStep;
import dev.holdfast.engine.workflow.StepClaim;
import dev.holdfast.engine.workflow.StepFailure;
import dev.holdfast.engine.workflow.StepKind;
import dev.holdfast.json.JsonNull;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What time does to steps and to the run as a whole. */
final class Timing {
    private static final StepFailure STEP_TIMEOUT =
            new StepFailure(StepFailure.Code.TIMEOUT, "the step took longer than it may");
    private static final StepFailure ATTEMPT_TIMEOUT =
            new StepFailure(StepFailure.Code.TIMEOUT, "the attempt took longer than it may");
    private static final StepFailure LOST =
            new StepFailure(StepFailure.Code.LOST, "the worker was not heard of before its lease ended");
    private static final StepFailure RUN_TIMEOUT =
            new StepFailure(StepFailure.Code.TIMEOUT, "the run took longer than it may");

    private Timing() {}

    /**
     * Time changes a step; the run as a whole if the id is empty. The draft stands at that time.
     */
    static void fire(RunDraft run, String id) {
        if (id.isEmpty()) {
            Stopping.stop(run, RUN_TIMEOUT, RunStatus.FAILED);
            return;
        }
        RunStep step = run.begun(id);
        switch (step.status()) {
            case CLAIMED -> lose(run, step, Objects.requireNonNull(step.claim()));
            case DELAYED -> Attempts.ready(run, StepDraft.of(step));
            case READY -> Ending.fail(run, id, STEP_TIMEOUT);
            case WAITING -> wake(run, step);
            case PENDING, SUCCEEDED, SKIPPED, FAILED, CANCELLED, COMPENSATED ->
                throw new IllegalStateException("nothing is due of " + id);
        }
    }

    private static void lose(RunDraft run, RunStep step, StepClaim claim) {
        boolean whole = isOver(run, step.deadline());
        StepFailure failure = whole ? STEP_TIMEOUT : isOver(run, step.attemptDeadline()) ? ATTEMPT_TIMEOUT : LOST;
        Attempts.fail(run, step, claim.token(), claim.by(), failure, !whole);
    }

    private static boolean isOver(RunDraft run, @Nullable Instant deadline) {
        return deadline != null && !run.now().isBefore(deadline);
    }

    private static void wake(RunDraft run, RunStep step) {
        switch (run.plan().of(step.id()).kind()) {
            case StepKind.Sleep sleep -> Ending.succeed(run, step.id(), JsonNull.NULL);
            case StepKind.Child child -> Stopping.unwanted(run, step, Objects.requireNonNull(step.child()));
            case StepKind.Approval(String text, String of, var choices, String otherwise)
            when otherwise != null -> Approvals.lapse(run, step.id(), otherwise);
            case StepKind.Approval approval -> Ending.fail(run, step.id(), STEP_TIMEOUT);
            case StepKind.Signal signal -> Ending.fail(run, step.id(), STEP_TIMEOUT);
            case StepKind.ForEach forEach -> Ending.fail(run, step.id(), STEP_TIMEOUT);
            case StepKind.Task task -> throw new IllegalStateException("a task does not wait");
        }
    }
}

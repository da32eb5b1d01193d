package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.workflow.Run;
import dev.holdfast.engine.workflow.RunStep;
import dev.holdfast.engine.workflow.StepKind;
import dev.holdfast.engine.workflow.StepStatus;
import org.jspecify.annotations.Nullable;

/** What a step waits for that is not time, as a short string. */
final class Awaited {
    static final String WORK = "work:";
    static final String PERSON = "person:";
    static final String SIGNAL = "signal:";
    static final String CHILD_START = Run.CHILD_START;
    static final String CHILD_CANCEL = Run.CHILD_CANCEL;

    private Awaited() {}

    static @Nullable String of(Plan plan, RunStep step) {
        boolean ready = step.status() == StepStatus.READY;
        if (!ready && step.status() != StepStatus.WAITING) {
            return null;
        }
        return switch (plan.of(step.id()).kind()) {
            case StepKind.Task task -> ready ? WORK + task.work() : null;
            case StepKind.Child child -> ready ? CHILD_START : step.isUnwanted() ? CHILD_CANCEL : null;
            case StepKind.Approval approval -> person(approval);
            case StepKind.Signal signal -> SIGNAL + signal.name();
            case StepKind.Sleep sleep -> null;
            case StepKind.ForEach forEach -> null;
        };
    }

    static String person(StepKind.Approval approval) {
        return PERSON + (approval.of() == null ? "*" : approval.of());
    }
}

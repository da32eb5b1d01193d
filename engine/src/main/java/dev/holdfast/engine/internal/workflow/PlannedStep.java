package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.workflow.StepKind;
import dev.holdfast.engine.workflow.WorkflowStep;
import org.jspecify.annotations.Nullable;

/**
 * A step whose expressions are compiled.
 *
 * @param step the step
 * @param when its condition; null for always
 * @param input what it is given; null for an empty object
 * @param subject the items that it is for, or the time that it waits until; null if it has neither
 * @param body what is done for an item; null if it has none
 * @param compensation what takes it back; null if nothing does
 */
record PlannedStep(
        WorkflowStep step,
        @Nullable ScopedExpression when,
        @Nullable CompiledMapping input,
        @Nullable ScopedExpression subject,
        @Nullable PlannedStep body,
        @Nullable PlannedStep compensation) {
    StepKind kind() {
        return step.kind();
    }
}

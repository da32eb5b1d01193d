package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.workflow.Happening;
import dev.holdfast.engine.workflow.RunStep;
import dev.holdfast.engine.workflow.RunStep.EndedAttempt;
import dev.holdfast.engine.workflow.StepFailure;
import dev.holdfast.json.JsonNull;
import java.time.Instant;
import java.util.Objects;

/** What an attempt that ended led to, for those that report it again. */
final class Repetition {
    private Repetition() {}

    static Happening first(RunStep step, EndedAttempt attempt) {
        StepFailure failure = attempt.failure();
        Instant next = attempt.next();
        if (failure == null) {
            return new Happening.StepSucceeded(step.id(), Objects.requireNonNullElse(step.output(), JsonNull.NULL));
        }
        return next == null
                ? new Happening.StepFailed(step.id(), failure)
                : new Happening.AttemptFailed(step.id(), attempt.number(), failure, next);
    }
}

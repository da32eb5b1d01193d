package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.internal.workflow.Advance.Reason;
import dev.holdfast.engine.workflow.Happening;
import dev.holdfast.engine.workflow.RunStep;
import dev.holdfast.engine.workflow.StepKind;
import dev.holdfast.engine.workflow.StepStatus;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** People decide what steps ask, or time does. */
final class Approvals {
    private Approvals() {}

    /** Null if the run goes on. */
    static @Nullable Advance answer(RunDraft run, RunRequest.Answer answer, String actor) {
        RunStep step = run.step(answer.step());
        if (step == null || !(run.plan().of(step.id()).kind() instanceof StepKind.Approval approval)) {
            return RunRefusals.notWaiting(run, answer.step(), "an answer");
        } else if (approval.of() != null && !approval.of().equals(actor)) {
            return RunRefusals.otherPrincipal("Another principal is asked.");
        } else if (!approval.choices().contains(answer.choice())) {
            return RunRefusals.unknownChoice(answer.choice(), approval.choices());
        } else if (answer.note() != null && answer.note().length() > Bounds.TEXT) {
            return RunRefusals.refused(
                    Reason.OUT_OF_BOUNDS, JsonObject.EMPTY, "A note has up to " + Bounds.TEXT + " characters.");
        } else if (step.status() == StepStatus.SUCCEEDED || step.status() == StepStatus.COMPENSATED) {
            return again(step, answer, actor);
        } else if (step.status() != StepStatus.WAITING) {
            return RunRefusals.notWaiting(run, step.id(), "an answer");
        }
        Ending.succeed(
                run,
                step.id(),
                JsonObject.builder()
                        .put("choice", answer.choice())
                        .put("by", actor)
                        .put("at", run.now().toString())
                        .putIfPresent("note", answer.note())
                        .build());
        return null;
    }

    private static Advance again(RunStep step, RunRequest.Answer answer, String actor) {
        Json output = Objects.requireNonNull(step.output());
        Happening first = new Happening.StepSucceeded(step.id(), output);
        boolean same = output instanceof JsonObject given
                && answer.choice().equals(given.string("choice"))
                && actor.equals(given.string("by"))
                && Objects.equals(answer.note(), given.string("note"));
        return same ? new Advance.Repeated(first) : RunRefusals.settledOtherwise(first);
    }

    /** The time to answer is over, and the default counts. */
    static void lapse(RunDraft run, String id, String otherwise) {
        Ending.succeed(
                run,
                id,
                JsonObject.builder()
                        .put("choice", otherwise)
                        .put("at", run.now().toString())
                        .put("default", true)
                        .build());
    }
}

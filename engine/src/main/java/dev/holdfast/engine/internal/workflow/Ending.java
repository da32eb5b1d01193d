package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.workflow.Happening;
import dev.holdfast.engine.workflow.RunStatus;
import dev.holdfast.engine.workflow.RunStep;
import dev.holdfast.engine.workflow.StepFailure;
import dev.holdfast.engine.workflow.StepKind;
import dev.holdfast.engine.workflow.StepStatus;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Steps end, and what follows from it for those that need them, for the step they are an item of, and for the run. */
final class Ending {
    private Ending() {}

    /** A step is done. What a step with items answers is not kept with it, since its items have it. */
    static void succeed(RunDraft run, String id, Json output) {
        StepDraft step = StepDraft.of(run.begun(id)).end(StepStatus.SUCCEEDED, run.now(), run.count("ended", 1));
        boolean keeps = !(run.plan().of(id).kind() instanceof StepKind.ForEach);
        run.put(keeps ? step.output(output) : step);
        run.tell(new Happening.StepSucceeded(id, output));
        RunStep ended = run.begun(id);
        if (ended.isCompensation()) {
            compensated(run, ended.target());
        } else {
            done(run, ended);
        }
    }

    private static void compensated(RunDraft run, String target) {
        run.put(StepDraft.of(run.begun(target)).status(StepStatus.COMPENSATED, run.now()));
        run.tell(new Happening.StepCompensated(target));
        run.head("compensating", null);
    }

    static void skip(RunDraft run, String id) {
        run.put(StepDraft.fresh(id).end(StepStatus.SKIPPED, run.now(), run.count("ended", 1)));
        run.tell(new Happening.StepSkipped(id));
        done(run, run.begun(id));
    }

    private static void done(RunDraft run, RunStep step) {
        if (step.index() >= 0) {
            itemDone(run, run.begun(step.name()));
        } else {
            run.count("open", -1);
            run.plan().dependents(step.id()).forEach(run::consider);
        }
    }

    private static void itemDone(RunDraft run, RunStep parent) {
        if (parent.status() != StepStatus.WAITING) {
            return;
        }
        int items = Objects.requireNonNull(parent.items()).size();
        long begun = Values.number(parent, "begun");
        long done = Values.number(parent, "done") + 1;
        if (begun < items) {
            run.consider(RunStep.itemOf(parent.id(), (int) begun));
        }
        run.put(StepDraft.of(parent).items(Math.min(items, begun + 1), done));
        if (done == items) {
            succeedWithItems(run, parent.id(), items);
        }
    }

    private static void succeedWithItems(RunDraft run, String id, int items) {
        JsonArray outputs = JsonArray.EMPTY;
        for (int i = 0; i < items; i++) {
            outputs = outputs.appended(run.values().output(RunStep.itemOf(id, i)));
        }
        succeed(run, id, outputs);
    }

    /** A step fails for good, and the run with it; one that takes back fails alone. */
    static void fail(RunDraft run, String id, StepFailure failure) {
        @Nullable RunStep before = run.step(id);
        StepDraft step = before == null ? StepDraft.fresh(id) : StepDraft.of(before);
        run.put(step.end(StepStatus.FAILED, run.now(), run.count("ended", 1)).failure(failure));
        run.tell(new Happening.StepFailed(id, failure));
        RunStep ended = run.begun(id);
        if (ended.isCompensation()) {
            run.head("compensating", null);
            return;
        }
        StepFailure because = new StepFailure(
                StepFailure.Code.STEP, id + " failed: " + failure.code().wire());
        if (ended.index() >= 0 && run.statusOf(ended.name()) == StepStatus.WAITING) {
            fail(run, ended.name(), because);
        } else {
            Stopping.stop(run, because, RunStatus.FAILED);
        }
    }

    /** The run ends. */
    static void end(RunDraft run, RunStatus status, @Nullable Json output) {
        run.status(status);
        run.head("ended_at", Json.of(run.now().toString()));
        if (output != null) {
            run.output(output);
        }
        run.tell(new Happening.RunEnded(status, output));
    }
}

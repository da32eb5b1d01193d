package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.internal.workflow.Advance.Reason;
import dev.holdfast.engine.workflow.Happening;
import dev.holdfast.engine.workflow.RunStatus;
import dev.holdfast.engine.workflow.StepFailure;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Runs begin, are paused and resumed, and cancelled. */
final class Control {
    private static final String PAUSED = "paused";

    private Control() {}

    static Advance.@Nullable Refused start(RunDraft run, RunRequest.Start start, String actor) {
        run.head("by", Json.of(actor));
        run.head("started_at", Json.of(run.now().toString()));
        run.head("seed", Json.of(start.seed()));
        run.count("depth", start.depth());
        run.head("parent", start.parent() == null ? null : start.parent().toJson());
        run.count("open", run.plan().order().size());
        Deadlines.set(run);
        run.tell(new Happening.RunStarted());
        run.plan().order().forEach(run::consider);
        return null;
    }

    static Advance.@Nullable Refused pause(RunDraft run) {
        if (run.status().isEnd()) {
            return RunRefusals.notRunning(run);
        } else if (run.head().has(PAUSED)) {
            return RunRefusals.refused(Reason.ALREADY_SO, JsonObject.EMPTY, "The run is paused already.");
        }
        run.head(PAUSED, Json.of(true));
        run.tell(new Happening.RunPaused());
        return null;
    }

    static Advance.@Nullable Refused resume(RunDraft run) {
        if (run.status().isEnd()) {
            return RunRefusals.notRunning(run);
        } else if (!run.head().has(PAUSED)) {
            return RunRefusals.refused(Reason.ALREADY_SO, JsonObject.EMPTY, "The run is not paused.");
        }
        run.head(PAUSED, null);
        run.tell(new Happening.RunResumed());
        return null;
    }

    static Advance.@Nullable Refused parentTold(RunDraft run) {
        if (!run.run().isAwaited()) {
            return RunRefusals.refused(Reason.ALREADY_SO, JsonObject.EMPTY, "No run waits for the end of this one.");
        }
        run.head("told", Json.of(true));
        run.tell(new Happening.ParentTold());
        return null;
    }

    static Advance.@Nullable Refused cancel(RunDraft run, RunRequest.Cancel cancel) {
        if (run.status() != RunStatus.RUNNING) {
            return RunRefusals.notRunning(run);
        }
        String reason = cancel.reason() == null ? "the run was cancelled" : Messages.kept(cancel.reason());
        Stopping.stop(run, new StepFailure(StepFailure.Code.CANCELLED, reason), RunStatus.CANCELLED);
        return null;
    }
}

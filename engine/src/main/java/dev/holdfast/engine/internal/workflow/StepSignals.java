package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.internal.workflow.Advance.Reason;
import dev.holdfast.engine.workflow.Happening;
import dev.holdfast.engine.workflow.RunStatus;
import dev.holdfast.engine.workflow.StepKind;
import dev.holdfast.engine.workflow.StepStatus;
import dev.holdfast.engine.workflow.WorkflowStep;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Signals wake the steps that wait for them, and are kept for those that will. */
final class StepSignals {
    private static final String KEPT = "signals";

    private StepSignals() {}

    static Advance.@Nullable Refused send(RunDraft run, RunRequest.SendSignal signal) {
        if (run.status() != RunStatus.RUNNING) {
            return RunRefusals.notRunning(run);
        } else if (!run.takes(signal.data())) {
            return RunRefusals.tooLarge("data", run, signal.data());
        }
        List<String> waiting = run.waitingFor(Awaited.SIGNAL + signal.name());
        waiting.forEach(id -> Ending.succeed(run, id, signal.data()));
        return waiting.isEmpty() ? keep(run, signal) : null;
    }

    private static Advance.@Nullable Refused keep(RunDraft run, RunRequest.SendSignal signal) {
        SortedSet<String> expected = expected(run);
        if (!expected.contains(signal.name())) {
            return RunRefusals.unknownSignal(signal.name(), expected);
        }
        JsonObject kept = kept(run);
        JsonArray before = Objects.requireNonNullElse(kept.array(signal.name()), JsonArray.EMPTY);
        if (before.size() >= Bounds.SIGNALS_KEPT) {
            return RunRefusals.refused(
                    Reason.OUT_OF_BOUNDS,
                    RunRefusals.facts("kept", Json.of(before.size())),
                    "As many signals of this name are kept as can be. Send it again when a step has taken one.");
        }
        run.head(KEPT, kept.with(signal.name(), before.appended(signal.data())));
        run.tell(new Happening.SignalKept(signal.name()));
        return null;
    }

    /** The names of the signals that steps wait for, or will when they begin. */
    private static SortedSet<String> expected(RunDraft run) {
        SortedSet<String> names = new TreeSet<>();
        for (WorkflowStep step : run.plan().workflow().steps().values()) {
            StepStatus status = run.statusOf(step.name());
            if (step.kind() instanceof StepKind.Signal signal && !status.isEnd()) {
                names.add(signal.name());
            } else if (step.kind() instanceof StepKind.ForEach forEach
                    && forEach.body().kind() instanceof StepKind.Signal signal
                    && !status.isEnd()) {
                names.add(signal.name());
            }
        }
        return names;
    }

    /** Takes the oldest signal that is kept; null if none is. */
    static @Nullable Json take(RunDraft run, String name) {
        JsonArray kept = kept(run).array(name);
        if (kept == null) {
            return null;
        }
        JsonArray rest = kept.without(0);
        JsonObject all = rest.isEmpty() ? kept(run).without(name) : kept(run).with(name, rest);
        run.head(KEPT, all.isEmpty() ? null : all);
        return kept.get(0);
    }

    private static JsonObject kept(RunDraft run) {
        return Objects.requireNonNullElse(run.head().object(KEPT), JsonObject.EMPTY);
    }
}

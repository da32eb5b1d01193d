package dev.holdfast.server.answer;

import dev.holdfast.engine.workflow.Run;
import dev.holdfast.engine.workflow.RunStep;
import dev.holdfast.engine.workflow.StepClaim;
import dev.holdfast.engine.workflow.StepFailure;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A run in answers: how it stands as a whole, what it waits for, and how its steps stand. */
public final class RunFacts {
    /** Members of a JSON Schema: what {@link #put} adds to an answer. */
    public static final String MEMBERS = """
        "workflow":{"type":"string"},
        "version":{"type":"string"},
        "status":{"type":"string"},
        "paused":{"type":"boolean"},
        "waits_for":{"type":"array","items":{"type":"string"}},
        "next_at":{"type":"string"},
        "failure":{"type":"object"},
        "output":{},
        """;

    private static final int MOST_WAITS = 20;
    private static final int MOST_STEPS = 50;

    /** The largest output of a run that an answer holds, in bytes; a larger one is read with the state. */
    private static final int LARGEST = 4_096;

    private RunFacts() {}

    /** The run as a whole. */
    public static StateAnswer put(StateAnswer answer, Run run) {
        Json output = run.output();
        whole(run).build().forEach(answer::put);
        return answer.putIfPresent("output", output != null && output.canonicalSize() <= LARGEST ? output : null);
    }

    private static JsonObject.Builder whole(Run run) {
        StepFailure failure = run.failure();
        Instant due = run.status().isEnd() ? null : run.nextDue();
        Set<String> waits = run.waitsFor(MOST_WAITS);
        return JsonObject.builder()
                .put("workflow", run.workflow())
                .put("version", run.version())
                .put("status", run.status().wire())
                .putIfPresent("paused", run.isPaused() ? Json.of(true) : null)
                .putIfPresent("waits_for", waits.isEmpty() ? null : StateAnswer.strings(waits))
                .putIfPresent("next_at", due == null ? null : Json.of(due.toString()))
                .putIfPresent("failure", failure == null ? null : failure.toJson());
    }

    /** How steps stand, those first that have not ended: 50, or all of those asked for. */
    public static JsonObject steps(Run run, @Nullable List<String> ids) {
        JsonObject.Builder steps = JsonObject.builder();
        run.steps().values().stream()
                .filter(step -> ids == null || ids.contains(step.id()) || ids.contains(step.name()))
                .sorted(Comparator.comparing((RunStep step) -> step.status().isEnd())
                        .thenComparing(RunStep::since))
                .limit(MOST_STEPS)
                .forEach(step -> steps.put(step.id(), ids == null ? brief(step) : step.json()));
        return steps.build();
    }

    /** How the steps stand that have not ended, the longest first. */
    private static JsonObject openSteps(Run run, int most) {
        JsonObject.Builder steps = JsonObject.builder();
        run.steps().values().stream()
                .filter(step -> !step.status().isEnd())
                .sorted(Comparator.comparing(RunStep::since))
                .limit(most)
                .forEach(step -> steps.put(step.id(), brief(step)));
        return steps.build();
    }

    /** A run without what it answers, and with the first of its steps that have not ended. */
    public static JsonObject brief(Run run, int steps) {
        JsonObject open = openSteps(run, steps);
        return whole(run).putIfPresent("steps", open.isEmpty() ? null : open).build();
    }

    private static Json brief(RunStep step) {
        StepClaim claim = step.claim();
        StepFailure failure = step.failure();
        Instant due = step.due();
        String child = step.child();
        if (claim == null && failure == null && due == null && child == null && step.attempt() <= 1) {
            return Json.of(step.status().wire());
        }
        return JsonObject.builder()
                .put("status", step.status().wire())
                .putIfPresent("attempt", step.attempt() > 1 ? Json.of(step.attempt()) : null)
                .putIfPresent("by", claim == null ? null : Json.of(claim.by()))
                .putIfPresent("until", due == null ? null : Json.of(due.toString()))
                .putIfPresent("run", child == null ? null : Json.of(child))
                .putIfPresent("failure", failure == null ? null : failure.toJson())
                .build();
    }

    /** How many steps there are beyond those told. */
    public static long more(Run run, JsonObject told) {
        return Math.max(0, run.steps().size() - told.size());
    }
}

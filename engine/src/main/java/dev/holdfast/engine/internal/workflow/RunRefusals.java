package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.NearestName;
import dev.holdfast.engine.internal.workflow.Advance.Reason;
import dev.holdfast.engine.workflow.Happening;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.engine.workflow.RunStep;
import dev.holdfast.engine.workflow.StepClaim;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Why requests are refused, with what is possible instead. Hints never hold text that others sent. */
final class RunRefusals {
    private static final int MOST_SHOWN = 20;

    private RunRefusals() {}

    static Advance.Refused refused(Reason reason, JsonObject facts, String hint) {
        JsonObject.Builder all =
                JsonObject.builder().put("reason", reason.name().toLowerCase(Locale.ROOT));
        facts.forEach(all::put);
        return new Advance.Refused(reason, new Failure(code(reason), all.build(), hint));
    }

    private static Failure.Code code(Reason reason) {
        return switch (reason) {
            case UNKNOWN_STEP, UNKNOWN_CHOICE, UNKNOWN_SIGNAL, UNKNOWN_TOKEN -> Failure.Code.INVALID;
            case STALE_TOKEN, SETTLED_OTHERWISE -> Failure.Code.CONFLICT;
            case OTHER_PRINCIPAL -> Failure.Code.FORBIDDEN;
            case OUT_OF_BOUNDS -> Failure.Code.LIMIT;
            case NOT_STARTED,
                    ALREADY_STARTED,
                    OTHER_DEFINITION,
                    ENDED,
                    STOPPING,
                    PAUSED,
                    ALREADY_SO,
                    NOTHING_READY,
                    NOTHING_DUE,
                    NOT_WAITING,
                    TAKEN_BACK -> Failure.Code.REJECTED;
        };
    }

    static JsonObject facts(String name, Json value) {
        return JsonObject.of(name, value);
    }

    static Advance.Refused notRunning(RunDraft run) {
        JsonObject facts = facts("status", Json.of(run.status().wire()));
        return run.status().isEnd()
                ? refused(Reason.ENDED, facts, "The run has ended. One that failed or was cancelled can be retried.")
                : refused(Reason.STOPPING, facts, "The run is about to end: it failed or was cancelled.");
    }

    static Advance.Refused nothingReady(RunDraft draft) {
        Run run = draft.run();
        Instant next = run.nextDue();
        return refused(
                Reason.NOTHING_READY,
                JsonObject.builder()
                        .put("status", run.status().wire())
                        .put("waits_for", texts(run.waitsFor(MOST_SHOWN)))
                        .putIfPresent("next_due", next == null ? null : next.toString())
                        .build(),
                "No step waits for work of these kinds now; waits_for says what the run waits for.");
    }

    static Advance.Refused otherPrincipal(String hint) {
        return refused(Reason.OTHER_PRINCIPAL, JsonObject.EMPTY, hint);
    }

    static Advance.Refused tooLarge(String argument, RunDraft run, Json value) {
        return refused(
                Reason.OUT_OF_BOUNDS,
                JsonObject.of(
                        "argument", Json.of(argument),
                        "bytes", Json.of(value.canonicalSize()),
                        "most", Json.of(Math.max(0, Math.min(Bounds.VALUE_BYTES, run.room())))),
                "This is more than the run can take. Keep large data in a state of its own, and pass its handle.");
    }

    static Advance.Refused settledOtherwise(Happening first) {
        return refused(
                Reason.SETTLED_OTHERWISE,
                facts("first", first.toJson()),
                "This was told before, with another result; first says what it led to.");
    }

    static Advance.Refused unknownStep(RunDraft run, String id) {
        Collection<String> names = run.plan().workflow().steps().keySet();
        return refused(
                Reason.UNKNOWN_STEP,
                facts("steps", texts(names)),
                "The workflow has no such step, or no such item of it." + NearestName.hint(id, names));
    }

    static Advance.Refused unknownChoice(String choice, List<String> choices) {
        return refused(
                Reason.UNKNOWN_CHOICE,
                facts("choices", texts(choices)),
                "This is none of the choices." + NearestName.hint(choice, choices));
    }

    static Advance.Refused unknownSignal(String name, Collection<String> expected) {
        return refused(
                Reason.UNKNOWN_SIGNAL,
                facts("signals", texts(expected)),
                "No step waits for this signal, now or later." + NearestName.hint(name, expected));
    }

    /** The step does not wait for what was sent. */
    static Advance.Refused notWaiting(RunDraft run, String id, String what) {
        if (run.plan().find(id) == null) {
            return unknownStep(run, id);
        }
        return refused(
                Reason.NOT_WAITING,
                facts("step_status", Json.of(run.statusOf(id).wire())),
                "The step does not wait for " + what + ".");
    }

    /** The token is not that of the step's present attempt. */
    static Advance.Refused notHolding(RunDraft run, String id, long token) {
        if (run.plan().find(id) == null) {
            return unknownStep(run, id);
        } else if (token < 1 || token > run.counter("token")) {
            return refused(Reason.UNKNOWN_TOKEN, JsonObject.EMPTY, "This token was never given; claim a step first.");
        }
        RunStep step = run.step(id);
        StepClaim holder = step == null ? null : step.claim();
        JsonObject.Builder facts =
                JsonObject.builder().put("step_status", run.statusOf(id).wire());
        if (step != null && holder != null) {
            facts.put("held_by", holder.by()).put("until", String.valueOf(step.due()));
        }
        return refused(
                Reason.STALE_TOKEN,
                facts.build(),
                "This token no longer holds the step; what was done under it does not count. Claim again.");
    }

    private static JsonArray texts(Collection<String> texts) {
        return JsonArray.copyOf(texts.stream().limit(MOST_SHOWN).map(Json::of).toList());
    }
}

package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.Principal;
import dev.holdfast.engine.internal.workflow.Advance.Reason;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.engine.workflow.RunStatus;
import dev.holdfast.engine.workflow.Workflow;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What a request does to a run. A pure function. */
public final class RunInterpreter {
    private RunInterpreter() {}

    /**
     * Decides a request. Times are kept in whole milliseconds.
     *
     * @param plan the definition that the run is one of
     * @param run the run as it stands; null if there is none yet
     * @param request what is asked
     * @param actor who asks; it is for the caller to see that they may
     * @param now the time; what is due by then should have been recorded before, by {@link RunRequest.FireDue}
     * @param steps what it may cost; the expressions of the definition may cost as much again
     * @throws Steps.EndedException if it costs more
     */
    public static Advance decide(
            Plan plan, @Nullable Run run, RunRequest request, Principal actor, Instant now, Steps steps) {
        Instant time = now.truncatedTo(ChronoUnit.MILLIS);
        if (request instanceof RunRequest.Start start) {
            return run == null
                    ? start(plan, start, actor, time, steps)
                    : RunRefusals.refused(Reason.ALREADY_STARTED, JsonObject.EMPTY, "The run has begun already.");
        } else if (run == null) {
            return RunRefusals.refused(Reason.NOT_STARTED, JsonObject.EMPTY, "There is no run yet; start one.");
        } else if (!isOf(plan.workflow(), run)) {
            return RunRefusals.refused(
                    Reason.OTHER_DEFINITION,
                    JsonObject.of("workflow", Json.of(run.workflow()), "version", Json.of(run.version())),
                    "The run is one of another workflow, or of another version of it.");
        }
        return request instanceof RunRequest.FireDue
                ? fire(plan, run, time, steps)
                : settled(new RunDraft(plan, run.document(), time, steps), request, actor.id());
    }

    /**
     * The run that begins as a copy of another one. It is no child of another run, and it shares no child run: a step
     * that waits for one wants one of its own. What is claimed stays so until its lease ends.
     *
     * @param run the run as it stands where it is copied
     */
    public static Run forked(Plan plan, Run run, Instant now, Steps steps) {
        RunDraft draft = new RunDraft(plan, run.document(), now.truncatedTo(ChronoUnit.MILLIS), steps);
        draft.head("parent", null);
        draft.head("told", null);
        ChildRuns.leave(draft);
        Settling.settle(draft);
        return draft.run();
    }

    private static boolean isOf(Workflow workflow, Run run) {
        return workflow.name().equals(run.workflow()) && workflow.version().equals(run.version());
    }

    private static Advance start(Plan plan, RunRequest.Start start, Principal actor, Instant now, Steps steps) {
        JsonObject head = JsonObject.builder()
                .put("v", Run.VERSION)
                .put("workflow", plan.workflow().name())
                .put("version", plan.workflow().version())
                .put("status", RunStatus.RUNNING.wire())
                .build();
        RunDraft run = new RunDraft(plan, JsonObject.of("run", head, "input", start.input()), now, steps);
        if (start.depth() < 0 || start.depth() > Bounds.DEPTH) {
            return RunRefusals.refused(
                    Reason.OUT_OF_BOUNDS,
                    JsonObject.of("depth", Json.of(start.depth()), "most", Json.of(Bounds.DEPTH)),
                    "Child runs nest no deeper.");
        }
        return run.takes(start.input())
                ? settled(run, start, actor.id())
                : RunRefusals.tooLarge("input", run, start.input());
    }

    private static Advance fire(Plan plan, Run run, Instant now, Steps steps) {
        steps.spend(Steps.NODE);
        Run.Due due = run.firstDue(now);
        if (due == null) {
            return RunRefusals.refused(Reason.NOTHING_DUE, JsonObject.EMPTY, "Time has changed nothing by now.");
        }
        Instant at = due.at().isAfter(now) ? now : due.at();
        RunDraft draft = new RunDraft(plan, run.document(), at, steps);
        Timing.fire(draft, due.step());
        Settling.settle(draft);
        return draft.moved();
    }

    private static Advance settled(RunDraft run, RunRequest request, String actor) {
        Advance other = carryOut(run, request, actor);
        if (other != null) {
            return other;
        }
        Settling.settle(run);
        return run.moved();
    }

    /** Null if the run goes on. */
    private static @Nullable Advance carryOut(RunDraft run, RunRequest request, String actor) {
        return switch (request) {
            case RunRequest.Start start -> Control.start(run, start, actor);
            case RunRequest.Claim claim -> new Working(run, actor).claim(claim);
            case RunRequest.Heartbeat heartbeat -> new Working(run, actor).heartbeat(heartbeat);
            case RunRequest.Report report -> new Working(run, actor).report(report);
            case RunRequest.Answer answer -> Approvals.answer(run, answer, actor);
            case RunRequest.SendSignal signal -> StepSignals.send(run, signal);
            case RunRequest.Pause pause -> Control.pause(run);
            case RunRequest.Resume resume -> Control.resume(run);
            case RunRequest.Cancel cancel -> Control.cancel(run, cancel);
            case RunRequest.RetryFrom retry -> Retrying.retry(run, retry);
            case RunRequest.ChildStarted started -> ChildRuns.started(run, started);
            case RunRequest.ChildEnded ended -> ChildRuns.ended(run, ended);
            case RunRequest.ParentTold told -> Control.parentTold(run);
            case RunRequest.FireDue due -> throw new IllegalStateException("decided before");
        };
    }
}

package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.internal.workflow.Advance.Reason;
import dev.holdfast.engine.internal.workflow.RunRequest.Result;
import dev.holdfast.engine.workflow.Happening;
import dev.holdfast.engine.workflow.RunStatus;
import dev.holdfast.engine.workflow.RunStep;
import dev.holdfast.engine.workflow.RunStep.EndedAttempt;
import dev.holdfast.engine.workflow.StepClaim;
import dev.holdfast.engine.workflow.StepFailure;
import dev.holdfast.engine.workflow.StepKind;
import dev.holdfast.engine.workflow.StepStatus;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What workers ask: to hold a step, to go on holding it, and to tell how it ended. */
final class Working {
    private final RunDraft run;
    private final String actor;

    Working(RunDraft run, String actor) {
        this.run = run;
        this.actor = actor;
    }

    Advance.@Nullable Refused claim(RunRequest.Claim claim) {
        Duration lease = claim.lease();
        if (claim.work().size() > Bounds.KINDS
                || lease.compareTo(Bounds.SHORTEST_LEASE) < 0
                || lease.compareTo(Bounds.LONGEST_LEASE) > 0) {
            return RunRefusals.refused(
                    Reason.OUT_OF_BOUNDS,
                    JsonObject.EMPTY,
                    "A claim names up to " + Bounds.KINDS + " kinds of work, and a lease of 1 second to 24 hours.");
        } else if (run.head().has("paused")) {
            return RunRefusals.refused(
                    Reason.PAUSED, JsonObject.EMPTY, "The run is paused; it gives out work when it is resumed.");
        }
        RunStep ready = longestReady(claim);
        if (ready == null) {
            return RunRefusals.nothingReady(run);
        }
        hold(ready, claim);
        return null;
    }

    private @Nullable RunStep longestReady(RunRequest.Claim claim) {
        RunStep longest = null;
        for (String work : new TreeSet<>(claim.work())) {
            run.spend(1);
            String waiting = run.firstWaitingFor(Awaited.WORK + work);
            RunStep first = waiting == null ? null : run.begun(waiting);
            if (first != null && (longest == null || first.since().isBefore(longest.since()))) {
                longest = first;
            }
        }
        return longest;
    }

    private void hold(RunStep ready, RunRequest.Claim asked) {
        PlannedStep planned = run.plan().of(ready.id());
        StepKind.Task task = (StepKind.Task) planned.kind();
        Duration lease = task.heartbeat() == null ? asked.lease() : task.heartbeat();
        StepClaim claim = new StepClaim(run.countBeyond("token", asked.before()), actor, run.now(), lease);
        int attempt = ready.attempt() + 1;
        Instant attemptDeadline = Deadlines.in(run, planned.step().timeout());
        Instant until = Deadlines.notAfter(run.now().plus(lease), Deadlines.earlier(attemptDeadline, ready.deadline()));
        run.put(StepDraft.of(ready)
                .status(StepStatus.CLAIMED, run.now())
                .attempt(attempt, attemptDeadline)
                .claim(claim)
                .due(until));
        Json input = Objects.requireNonNullElse(ready.input(), JsonNull.NULL);
        run.tell(new Happening.StepClaimed(ready.id(), task.work(), claim, attempt, until, input));
    }

    Advance.@Nullable Refused heartbeat(RunRequest.Heartbeat heartbeat) {
        RunStep step = run.step(heartbeat.step());
        StepClaim claim = step == null ? null : step.claim();
        if (step == null || claim == null || claim.token() != heartbeat.token()) {
            return RunRefusals.notHolding(run, heartbeat.step(), heartbeat.token());
        } else if (!claim.by().equals(actor)) {
            return RunRefusals.otherPrincipal("The step is held by another principal.");
        } else if (run.status() == RunStatus.STOPPING) {
            return RunRefusals.refused(
                    Reason.STOPPING,
                    RunRefusals.facts("until", Json.of(String.valueOf(step.due()))),
                    "The run is stopping: report before the lease ends, as a success only what is done.");
        }
        Instant until = Deadlines.notAfter(
                run.now().plus(claim.lease()), Deadlines.earlier(step.attemptDeadline(), step.deadline()));
        run.put(StepDraft.of(step).since(run.now()).due(until));
        run.tell(new Happening.LeaseRenewed(step.id(), claim.token(), until));
        return null;
    }

    /** Null if the run goes on. */
    @Nullable Advance report(RunRequest.Report report) {
        RunStep step = run.step(report.step());
        StepClaim claim = step == null ? null : step.claim();
        if (step == null || claim == null || claim.token() != report.token()) {
            return step == null ? RunRefusals.notHolding(run, report.step(), report.token()) : again(step, report);
        } else if (!claim.by().equals(actor)) {
            return RunRefusals.otherPrincipal("The step is held by another principal.");
        }
        return switch (report.result()) {
            case Result.Success(Json output) -> {
                if (!run.takes(output)) {
                    yield RunRefusals.tooLarge("output", run, output);
                }
                Attempts.succeed(run, step, claim.token(), actor, output);
                yield null;
            }
            case Result.Failure(String message, boolean retryable) -> {
                StepFailure failure = new StepFailure(StepFailure.Code.REPORTED, Messages.kept(message));
                Attempts.fail(run, step, claim.token(), actor, failure, retryable);
                yield null;
            }
        };
    }

    /** The answer to a report of an attempt that ended: the first one if the report is the same. */
    private Advance again(RunStep step, RunRequest.Report report) {
        for (EndedAttempt attempt : step.attempts()) {
            if (attempt.token() == report.token()) {
                return attempt.by().equals(actor)
                        ? again(step, attempt, report.result())
                        : RunRefusals.otherPrincipal("The attempt was made by another principal.");
            }
        }
        return RunRefusals.notHolding(run, step.id(), report.token());
    }

    private Advance again(RunStep step, EndedAttempt attempt, Result result) {
        StepFailure failure = attempt.failure();
        if (failure != null && failure.code() != StepFailure.Code.REPORTED) {
            return RunRefusals.notHolding(run, step.id(), attempt.token());
        }
        boolean same = switch (result) {
            case Result.Success(Json output) -> failure == null && output.equals(step.output());
            case Result.Failure(String message, boolean retryable) ->
                failure != null && failure.message().equals(Messages.kept(message));
        };
        Happening first = Repetition.first(step, attempt);
        return same ? new Advance.Repeated(first) : RunRefusals.settledOtherwise(first);
    }
}

package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.internal.workflow.Advance.Reason;
import dev.holdfast.engine.internal.workflow.RunRequest.Result;
import dev.holdfast.engine.workflow.RunStatus;
import dev.holdfast.engine.workflow.StepFailure;
import dev.holdfast.engine.workflow.StepKind;
import dev.holdfast.engine.workflow.StepStatus;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What should come of requests to a {@link RunModel}: {@code moved}, {@code repeated}, or the name of the reason for
 * which they are refused.
 */
record ModelRequests(RunModel model) {
    private static final String MOVED = "moved";
    private static final String REPEATED = "repeated";

    /**
     * @param claimed the step that was given to a claim, which the model only judges; null if none was
     */
    String ask(RunRequest request, String actor, Instant now, @Nullable String claimed) {
        if (request instanceof RunRequest.FireDue) {
            return model.fire(now);
        }
        model.now = now;
        String outcome = switch (request) {
            case RunRequest.Claim claim -> claim(claim, actor, claimed);
            case RunRequest.Heartbeat heartbeat -> heartbeat(heartbeat, actor);
            case RunRequest.Report report -> report(report, actor);
            case RunRequest.Answer answer -> answer(answer, actor);
            case RunRequest.SendSignal signal -> signal(signal);
            case RunRequest.Pause pause -> pause(true);
            case RunRequest.Resume resume -> pause(false);
            case RunRequest.Cancel cancel -> cancel();
            case RunRequest.RetryFrom retry -> model.retryFrom(retry.step());
            case RunRequest.ChildStarted started -> childStarted(started);
            case RunRequest.ChildEnded ended -> childEnded(ended);
            case RunRequest.ParentTold told -> RunModel.word(Reason.ALREADY_SO);
            case RunRequest.Start start -> RunModel.word(Reason.ALREADY_STARTED);
            case RunRequest.FireDue due -> throw new IllegalStateException();
        };
        model.settle();
        return outcome;
    }

    private String claim(RunRequest.Claim claim, String actor, @Nullable String claimed) {
        if (model.paused) {
            return RunModel.word(Reason.PAUSED);
        } else if (claimable(claim.work()).findAny().isEmpty()) {
            return RunModel.word(Reason.NOTHING_READY);
        }
        ModelStep step = Objects.requireNonNull(model.steps.get(Objects.requireNonNull(claimed)));
        boolean longest = claimable(claim.work())
                .filter(other -> work(other).equals(work(step)) || !step.since.isAfter(other.since))
                .anyMatch(other -> other == step);
        if (!longest) {
            return "gave out what may not be claimed";
        }
        StepKind.Task task = (StepKind.Task) step.kind();
        Duration lease = task.heartbeat() == null ? claim.lease() : task.heartbeat();
        step.status = StepStatus.CLAIMED;
        step.since = model.now;
        step.attempt++;
        step.token = ++model.token;
        step.holder = actor;
        step.leaseMillis = lease.toMillis();
        step.leaseEnd = model.now.plus(lease);
        step.attemptEnd = model.after(step.definition.timeout());
        return MOVED;
    }

    private Stream<ModelStep> claimable(Set<String> kinds) {
        return model.all().stream()
                .filter(step -> step.status == StepStatus.READY
                        && step.kind() instanceof StepKind.Task
                        && kinds.contains(work(step)));
    }

    private static String work(ModelStep step) {
        return ((StepKind.Task) step.kind()).work();
    }

    private String notHolding(String id, long token) {
        if (model.definition(id) == null) {
            return RunModel.word(Reason.UNKNOWN_STEP);
        }
        boolean given = token >= 1 && token <= model.token;
        return RunModel.word(given ? Reason.STALE_TOKEN : Reason.UNKNOWN_TOKEN);
    }

    private @Nullable ModelStep held(String id, long token) {
        ModelStep step = model.steps.get(id);
        return step != null && step.status == StepStatus.CLAIMED && step.token == token ? step : null;
    }

    private String heartbeat(RunRequest.Heartbeat heartbeat, String actor) {
        ModelStep step = held(heartbeat.step(), heartbeat.token());
        if (step == null) {
            return notHolding(heartbeat.step(), heartbeat.token());
        } else if (!step.holder.equals(actor)) {
            return RunModel.word(Reason.OTHER_PRINCIPAL);
        } else if (model.status == RunStatus.STOPPING) {
            return RunModel.word(Reason.STOPPING);
        }
        step.since = model.now;
        step.leaseEnd = model.now.plusMillis(step.leaseMillis);
        return MOVED;
    }

    private String report(RunRequest.Report report, String actor) {
        ModelStep step = held(report.step(), report.token());
        if (step == null) {
            return reportAgain(report, actor);
        } else if (!step.holder.equals(actor)) {
            return RunModel.word(Reason.OTHER_PRINCIPAL);
        }
        switch (report.result()) {
            case Result.Success(Json output) -> succeed(step, step.token, actor, output);
            case Result.Failure(String message, boolean retryable) ->
                model.attemptFails(step, step.token, actor, StepFailure.Code.REPORTED, message, retryable);
        }
        return MOVED;
    }

    private void succeed(ModelStep step, long token, String by, Json output) {
        step.attempts.add(new ModelStep.Attempt(token, by, null, ""));
        step.output = output;
        model.end(step, StepStatus.SUCCEEDED);
    }

    private String reportAgain(RunRequest.Report report, String actor) {
        ModelStep step = model.steps.get(report.step());
        for (ModelStep.Attempt attempt : step == null ? Set.<ModelStep.Attempt>of() : step.attempts) {
            if (attempt.token() == report.token() && step != null) {
                if (!attempt.by().equals(actor)) {
                    return RunModel.word(Reason.OTHER_PRINCIPAL);
                } else if (attempt.failure() != null && attempt.failure() != StepFailure.Code.REPORTED) {
                    return RunModel.word(Reason.STALE_TOKEN);
                }
                boolean same = switch (report.result()) {
                    case Result.Success(Json output) -> attempt.failure() == null && output.equals(step.output);
                    case Result.Failure failure ->
                        attempt.failure() != null && attempt.message().equals(failure.message());
                };
                return same ? REPEATED : RunModel.word(Reason.SETTLED_OTHERWISE);
            }
        }
        return notHolding(report.step(), report.token());
    }

    private String answer(RunRequest.Answer answer, String actor) {
        ModelStep step = model.steps.get(answer.step());
        if (step == null || !(step.kind() instanceof StepKind.Approval approval)) {
            return notWaiting(answer.step());
        } else if (approval.of() != null && !approval.of().equals(actor)) {
            return RunModel.word(Reason.OTHER_PRINCIPAL);
        } else if (!approval.choices().contains(answer.choice())) {
            return RunModel.word(Reason.UNKNOWN_CHOICE);
        }
        Json given = JsonObject.of("choice", Json.of(answer.choice()), "by", Json.of(actor));
        if (step.status == StepStatus.SUCCEEDED || step.status == StepStatus.COMPENSATED) {
            return step.output.equals(given) ? REPEATED : RunModel.word(Reason.SETTLED_OTHERWISE);
        } else if (step.status != StepStatus.WAITING) {
            return RunModel.word(Reason.NOT_WAITING);
        }
        step.output = given;
        model.end(step, StepStatus.SUCCEEDED);
        return MOVED;
    }

    private String notWaiting(String id) {
        return RunModel.word(model.definition(id) == null ? Reason.UNKNOWN_STEP : Reason.NOT_WAITING);
    }

    private String signal(RunRequest.SendSignal signal) {
        if (model.status != RunStatus.RUNNING) {
            return RunModel.word(model.status.isEnd() ? Reason.ENDED : Reason.STOPPING);
        }
        boolean woke = false;
        for (ModelStep step : model.all()) {
            if (step.status == StepStatus.WAITING && step.kind().equals(new StepKind.Signal(signal.name()))) {
                model.end(step, StepStatus.SUCCEEDED);
                woke = true;
            }
        }
        if (woke) {
            return MOVED;
        }
        boolean expected = model.workflow.steps().values().stream()
                .filter(step -> !model.status(step.name()).isEnd())
                .map(step -> step.kind() instanceof StepKind.ForEach each
                        ? each.body().kind()
                        : step.kind())
                .anyMatch(new StepKind.Signal(signal.name())::equals);
        if (!expected) {
            return RunModel.word(Reason.UNKNOWN_SIGNAL);
        } else if (model.keptSignals.merge(signal.name(), 1, Integer::sum) > Bounds.SIGNALS_KEPT) {
            model.keptSignals.put(signal.name(), Bounds.SIGNALS_KEPT);
            return RunModel.word(Reason.OUT_OF_BOUNDS);
        }
        return MOVED;
    }

    private String pause(boolean wanted) {
        if (model.status.isEnd()) {
            return RunModel.word(Reason.ENDED);
        } else if (model.paused == wanted) {
            return RunModel.word(Reason.ALREADY_SO);
        }
        model.paused = wanted;
        return MOVED;
    }

    private String cancel() {
        if (model.status != RunStatus.RUNNING) {
            return RunModel.word(model.status.isEnd() ? Reason.ENDED : Reason.STOPPING);
        }
        model.stop(RunStatus.CANCELLED);
        return MOVED;
    }

    private String childStarted(RunRequest.ChildStarted started) {
        ModelStep step = model.steps.get(started.step());
        if (step == null || !(step.kind() instanceof StepKind.Child)) {
            return notWaiting(started.step());
        } else if (step.status != StepStatus.READY) {
            if (started.run().equals(step.child)) {
                return REPEATED;
            }
            return RunModel.word(step.status == StepStatus.WAITING ? Reason.SETTLED_OTHERWISE : Reason.NOT_WAITING);
        }
        step.status = StepStatus.WAITING;
        step.since = model.now;
        step.timer = null;
        step.unwanted = false;
        step.attempt++;
        step.attemptEnd = model.after(step.definition.timeout());
        step.child = started.run();
        return MOVED;
    }

    private String childEnded(RunRequest.ChildEnded ended) {
        ModelStep step = model.steps.get(ended.step());
        if (step == null || !(step.kind() instanceof StepKind.Child)) {
            return notWaiting(ended.step());
        }
        String child = Objects.requireNonNull(ended.run());
        if (step.status != StepStatus.WAITING || !child.equals(step.child)) {
            return childEndedAgain(step, child, ended);
        } else if (ended.failure() == null) {
            succeed(step, 0, child, ended.output());
        } else {
            model.attemptFails(step, 0, child, StepFailure.Code.CHILD, "", true);
        }
        return MOVED;
    }

    private static String childEndedAgain(ModelStep step, String child, RunRequest.ChildEnded ended) {
        for (ModelStep.Attempt attempt : step.attempts) {
            if (attempt.by().equals(child)) {
                boolean same = (attempt.failure() == null) == (ended.failure() == null)
                        && (ended.failure() != null || ended.output().equals(step.output));
                return same ? REPEATED : RunModel.word(Reason.SETTLED_OTHERWISE);
            }
        }
        return RunModel.word(Reason.NOT_WAITING);
    }

    /** What a state's header should say that the run waits for. */
    Set<String> waitsFor() {
        Set<String> waits = new java.util.TreeSet<>();
        for (ModelStep step : model.all()) {
            String what = switch (step.kind()) {
                case StepKind.Task task when step.status == StepStatus.READY -> "work:" + task.work();
                case StepKind.Child child when step.status == StepStatus.READY -> "child:start";
                case StepKind.Child child when step.status == StepStatus.WAITING && step.unwanted -> "child:cancel";
                case StepKind.Approval approval
                when step.status == StepStatus.WAITING -> "person:" + (approval.of() == null ? "*" : approval.of());
                default -> "";
            };
            boolean hidden = model.paused && (what.startsWith("work:") || what.equals("child:start"));
            if (!what.isEmpty() && !hidden) {
                waits.add(what);
            }
        }
        return waits;
    }
}

package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.workflow.Happening;
import dev.holdfast.engine.workflow.RunStep;
import dev.holdfast.engine.workflow.RunStep.EndedAttempt;
import dev.holdfast.engine.workflow.StepFailure;
import dev.holdfast.engine.workflow.StepKind;
import dev.holdfast.engine.workflow.StepStatus;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Child runs are started and end. What a child does is its own; its parent knows its handle and its outcome. */
final class ChildRuns {
    private static final String START = "a child run";
    private static final StepFailure ABANDONED =
            new StepFailure(StepFailure.Code.CHILD, "the child run was left to another run");

    private ChildRuns() {}

    /** Null if the run goes on. */
    static @Nullable Advance started(RunDraft run, RunRequest.ChildStarted started) {
        RunStep step = run.step(started.step());
        if (step == null || !isChild(run, step)) {
            return RunRefusals.notWaiting(run, started.step(), START);
        } else if (step.status() == StepStatus.READY) {
            Instant deadline = Deadlines.in(run, run.plan().of(step.id()).step().timeout());
            run.put(StepDraft.of(step)
                    .status(StepStatus.WAITING, run.now())
                    .attempt(step.attempt() + 1, deadline)
                    .child(started.run())
                    .due(Deadlines.earlier(deadline, step.deadline())));
            run.tell(new Happening.ChildRunning(step.id(), started.run()));
            return null;
        }
        String child = step.child();
        Happening first = new Happening.ChildRunning(step.id(), started.run());
        if (started.run().equals(child)) {
            return new Advance.Repeated(first);
        }
        return child != null && step.status() == StepStatus.WAITING
                ? RunRefusals.settledOtherwise(new Happening.ChildRunning(step.id(), child))
                : RunRefusals.notWaiting(run, step.id(), START);
    }

    /** Null if the run goes on. */
    static @Nullable Advance ended(RunDraft run, RunRequest.ChildEnded ended) {
        RunStep step = run.step(ended.step());
        if (step == null || !isChild(run, step)) {
            return RunRefusals.notWaiting(run, ended.step(), "the end of a child run");
        }
        String child = ended.run();
        StepFailure failure = ended.failure();
        if (child == null) {
            return notStarted(run, step, failure);
        } else if (step.status() != StepStatus.WAITING || !child.equals(step.child())) {
            return again(run, step, child, ended);
        } else if (failure != null) {
            Attempts.fail(run, step, 0, child, failureOf(run, step, failure), true);
        } else if (run.takes(ended.output())) {
            Attempts.succeed(run, step, 0, child, ended.output());
        } else {
            StepFailure tooLarge =
                    new StepFailure(StepFailure.Code.LIMIT, "the output of the child run is too large for the run");
            Attempts.fail(run, step, 0, child, tooLarge, false);
        }
        return null;
    }

    /** Leaves all child runs to another run. Each is wanted anew, except those that were to end. */
    static void leave(RunDraft run) {
        for (RunStep step : run.steps()) {
            String child = step.child();
            if (child != null && step.status() == StepStatus.WAITING) {
                leave(run, step, child);
            }
        }
    }

    private static void leave(RunDraft run, RunStep step, String child) {
        if (step.isUnwanted()) {
            Attempts.fail(run, step, 0, child, failureOf(run, step, ABANDONED), true);
        } else {
            RunStep before =
                    StepDraft.of(step).attempt(step.attempt() - 1, null).step();
            Attempts.ready(run, StepDraft.of(before).withoutChild());
        }
    }

    private static @Nullable Advance notStarted(RunDraft run, RunStep step, @Nullable StepFailure failure) {
        if (step.status() != StepStatus.READY || failure == null) {
            return RunRefusals.notWaiting(run, step.id(), START);
        }
        RunStep tried = StepDraft.of(step).attempt(step.attempt() + 1, null).step();
        Attempts.fail(run, tried, 0, "", new StepFailure(StepFailure.Code.CHILD, kept(failure)), true);
        return null;
    }

    private static StepFailure failureOf(RunDraft run, RunStep step, StepFailure failure) {
        Instant until = Deadlines.earlier(step.attemptDeadline(), step.deadline());
        return step.isUnwanted() && until != null && !run.now().isBefore(until)
                ? new StepFailure(StepFailure.Code.TIMEOUT, "the child run took too long")
                : new StepFailure(StepFailure.Code.CHILD, kept(failure));
    }

    private static String kept(StepFailure failure) {
        return Messages.kept(failure.message());
    }

    private static Advance again(RunDraft run, RunStep step, String child, RunRequest.ChildEnded ended) {
        for (EndedAttempt attempt : step.attempts()) {
            if (attempt.by().equals(child)) {
                Happening first = Repetition.first(step, attempt);
                return isSame(step, attempt.failure(), ended)
                        ? new Advance.Repeated(first)
                        : RunRefusals.settledOtherwise(first);
            }
        }
        return RunRefusals.notWaiting(run, step.id(), "the end of this child run");
    }

    private static boolean isSame(RunStep step, @Nullable StepFailure failure, RunRequest.ChildEnded ended) {
        if (failure == null) {
            return ended.failure() == null && ended.output().equals(output(step));
        }
        boolean succeededAndTooLarge = failure.code() == StepFailure.Code.LIMIT;
        return succeededAndTooLarge == (ended.failure() == null);
    }

    private static Json output(RunStep step) {
        return Objects.requireNonNullElse(step.output(), JsonNull.NULL);
    }

    private static boolean isChild(RunDraft run, RunStep step) {
        return run.plan().of(step.id()).kind() instanceof StepKind.Child;
    }
}

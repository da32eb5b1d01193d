package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.workflow.Happening;
import dev.holdfast.engine.workflow.RetryPolicy;
import dev.holdfast.engine.workflow.RunStatus;
import dev.holdfast.engine.workflow.RunStep;
import dev.holdfast.engine.workflow.RunStep.EndedAttempt;
import dev.holdfast.engine.workflow.StepFailure;
import dev.holdfast.engine.workflow.StepKind;
import dev.holdfast.engine.workflow.StepStatus;
import dev.holdfast.json.Json;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Attempts end, and others follow. */
final class Attempts {
    private static final long ODD = 0x9E3779B97F4A7C15L;

    private Attempts() {}

    /** The present attempt of a step succeeds. */
    static void succeed(RunDraft run, RunStep step, long token, String by, Json output) {
        EndedAttempt ended = new EndedAttempt(step.attempt(), token, by, run.now(), null, null);
        run.put(StepDraft.of(step).ended(ended, kept(run)));
        Ending.succeed(run, step.id(), output);
    }

    /** The present attempt of a step fails; another follows if there may be one and it may help. */
    static void fail(RunDraft run, RunStep step, long token, String by, StepFailure failure, boolean retryable) {
        Instant next = retryable ? next(run, step) : null;
        EndedAttempt ended = new EndedAttempt(step.attempt(), token, by, run.now(), failure, next);
        StepDraft draft = StepDraft.of(step).ended(ended, kept(run));
        if (next == null) {
            run.put(draft);
            Ending.fail(run, step.id(), failure);
        } else {
            run.tell(new Happening.AttemptFailed(step.id(), step.attempt(), failure, next));
            draft.failure(failure);
            if (next.isAfter(run.now())) {
                run.put(draft.status(StepStatus.DELAYED, run.now()).due(next));
            } else {
                ready(run, draft);
            }
        }
    }

    /** The next attempt of a step may begin. */
    static void ready(RunDraft run, StepDraft step) {
        RunStep before = step.step();
        run.put(step.status(StepStatus.READY, run.now()).due(before.deadline()));
        run.tell(
                run.plan().of(before.id()).kind() instanceof StepKind.Task task
                        ? new Happening.StepReady(before.id(), task.work())
                        : new Happening.StepWaiting(before.id(), Awaited.CHILD_START, before.deadline()));
    }

    /** When the next attempt of a step begins; null if there is none. */
    private static @Nullable Instant next(RunDraft run, RunStep step) {
        RetryPolicy policy = run.plan().of(step.id()).step().retry();
        RunStatus tries = step.isCompensation() ? RunStatus.COMPENSATING : RunStatus.RUNNING;
        if (run.status() != tries || step.attempt() >= policy.maxAttempts()) {
            return null;
        }
        Instant next = run.now().plus(delay(policy, step, run.counter("seed")));
        Instant deadline = step.deadline();
        return deadline == null || next.isBefore(deadline) ? next : null;
    }

    static Duration delay(RetryPolicy policy, RunStep step, long seed) {
        double grown =
                (double) policy.backoff().toMillis() * Math.pow(policy.factor(), Math.max(0, step.attempt() - 1));
        Duration most = policy.maxDelay() == null ? Bounds.LONGEST : policy.maxDelay();
        double bounded = Math.min(grown, (double) most.toMillis());
        return Duration.ofMillis((long) (bounded * (1 - policy.jitter() * chance(step, seed))));
    }

    /** A number from 0 to 1 that looks random, and is the same for the same attempt of the same run. */
    private static double chance(RunStep step, long seed) {
        long mixed = seed + ODD * (step.id().hashCode() + 31L * step.attempt());
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return ((mixed ^ (mixed >>> 31)) >>> 11) * 0x1.0p-53;
    }

    /** How many ended attempts a step keeps: few, once the run has become large. */
    private static int kept(RunDraft run) {
        return run.room() > 0 ? Bounds.ATTEMPTS_KEPT : 1;
    }
}

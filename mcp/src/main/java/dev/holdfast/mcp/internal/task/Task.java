package dev.holdfast.mcp.internal.task;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Answers;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.mcp.TaskPolicy;
import dev.holdfast.mcp.internal.flight.Inquirer;
import dev.holdfast.mcp.internal.wire.Faults;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task at one moment. Every method is a pure function; one that does not apply to the current phase returns the task
 * unchanged.
 *
 * @param rounds how often the job has asked for input
 * @param message its progress or the reason of its end, for users; null for none
 */
public record Task(
        TaskOrigin origin,
        TaskPhase phase,
        int rounds,
        @Nullable String message,
        Instant updatedAt) {
    public static final String LOST = "The instance that ran this task is gone; call the tool again";

    static Task begun(TaskOrigin origin, Json state, String run, Instant leaseUntil) {
        TaskPhase working = new TaskPhase.Working(run, leaseUntil, null, false, state, JsonObject.EMPTY);
        return new Task(origin, working, 0, null, origin.createdAt());
    }

    boolean isRun(String run) {
        return phase instanceof TaskPhase.Working working && working.run().equals(run);
    }

    boolean isToBeCancelled() {
        return phase instanceof TaskPhase.Working working && working.cancelRequested();
    }

    /** Whether its run was asked whether it goes on and did not answer. */
    boolean isLost(Instant now) {
        return phase instanceof TaskPhase.Working working
                && working.answerBy() != null
                && !working.answerBy().isAfter(now);
    }

    /** The task with another run in the place of one that is lost. */
    Task takenOver(String run, Instant leaseUntil) {
        return phase instanceof TaskPhase.Working lost
                ? new Task(origin, lost.takenOver(run, leaseUntil), rounds, message, updatedAt)
                : this;
    }

    /** The task at {@code now}, if no other run takes the place of one that is lost. */
    public Task at(Instant now) {
        if (!(phase instanceof TaskPhase.Working working) || !isLost(now)) {
            return this;
        }
        return working.cancelRequested()
                ? ended(new TaskPhase.Cancelled(), null, now)
                : ended(new TaskPhase.Failed(Faults.toJson(RpcError.internal(LOST))), LOST, now);
    }

    /**
     * Asks the run whether it goes on, unless it said so during the last lease or was asked already. A run costs the
     * store nothing while no other instance wants to know.
     */
    Task questioned(Instant now, Instant answerBy) {
        return phase instanceof TaskPhase.Working working
                        && working.answerBy() == null
                        && !working.leaseUntil().isAfter(now)
                ? new Task(origin, working.questioned(answerBy), rounds, message, updatedAt)
                : this;
    }

    /** Whether the run was asked whether it goes on. */
    boolean isQuestioned() {
        return phase instanceof TaskPhase.Working working && working.answerBy() != null;
    }

    /** The run goes on; tells its progress too. */
    Task renewed(String run, Instant leaseUntil, @Nullable String progress, Instant now) {
        if (!(phase instanceof TaskPhase.Working working) || !working.run().equals(run)) {
            return this;
        }
        Task shown = progress == null ? this : showing(progress, now);
        return new Task(origin, working.renewed(leaseUntil), rounds, shown.message, shown.updatedAt);
    }

    /** The task with the progress of its run, as the instance that runs it knows it. */
    Task showing(String progress, Instant at) {
        return progress.equals(message) ? this : new Task(origin, phase, rounds, progress, at);
    }

    /** Ends the task if {@code run} is its current run. */
    Task ended(String run, TaskPhase end, @Nullable String why, Instant now) {
        return isRun(run) ? ended(end, why, now) : this;
    }

    /**
     * The run asks for input. The number of the round is appended to each key, so that no key occurs twice in a task.
     */
    Task asking(String run, Outcome.InputRequired wanted, Instant now) {
        if (!isRun(run)) {
            return this;
        }
        if (isToBeCancelled()) {
            return ended(new TaskPhase.Cancelled(), null, now);
        }
        JsonObject.Builder asked = JsonObject.builder();
        wanted.requests().forEach((key, request) -> asked.put(key + "-" + (rounds + 1), Inquirer.shape(request)));
        TaskPhase next = new TaskPhase.Asking(wanted.state(), asked.build(), JsonObject.EMPTY);
        return new Task(origin, next, rounds + 1, message, now);
    }

    /** The client answered; keys without a pending request are ignored. With the last answer, {@code run} begins. */
    Task answered(JsonObject responses, String run, Instant leaseUntil, Instant now) {
        if (!(phase instanceof TaskPhase.Asking asking)) {
            return this;
        }
        JsonObject left = asking.asked();
        JsonObject answers = asking.answers();
        for (Map.Entry<String, Json> response : responses.entries()) {
            if (left.has(response.getKey())) {
                left = left.without(response.getKey());
                answers = answers.with(response.getKey(), response.getValue());
            }
        }
        TaskPhase next = left.isEmpty()
                ? new TaskPhase.Working(run, leaseUntil, null, false, asking.state(), answers)
                : new TaskPhase.Asking(asking.state(), left, answers);
        return next.equals(asking) ? this : new Task(origin, next, rounds, message, now);
    }

    /** The client cancels the task: a running job is asked to stop, one that waits for input ends at once. */
    Task cancelled(Instant now) {
        return switch (phase) {
            case TaskPhase.Working working -> new Task(origin, working.toBeCancelled(), rounds, message, updatedAt);
            case TaskPhase.Asking asking -> ended(new TaskPhase.Cancelled(), null, now);
            case TaskPhase.Completed over -> this;
            case TaskPhase.Failed over -> this;
            case TaskPhase.Cancelled over -> this;
        };
    }

    private Task ended(TaskPhase end, @Nullable String why, Instant now) {
        return new Task(origin, end, rounds, why, now);
    }

    /** The answers by the keys that the job used. */
    static Answers byJobKeys(JsonObject answers) {
        JsonObject.Builder byKey = JsonObject.builder();
        answers.forEach((key, answer) -> byKey.put(key.substring(0, key.lastIndexOf('-')), answer));
        return new Answers(byKey.build());
    }

    // --- What clients see

    /** The members that every task has. */
    JsonObject.Builder summary(TaskPolicy policy) {
        return JsonObject.builder()
                .put("taskId", origin.id())
                .put("status", phase.status())
                .putIfPresent("statusMessage", message)
                .put("createdAt", origin.createdAt().toString())
                .put("lastUpdatedAt", updatedAt.toString())
                .put("ttlMs", origin.lifetime().toMillis())
                .put("pollIntervalMs", policy.pollInterval().toMillis());
    }

    /** The summary and the members of the current status. */
    JsonObject.Builder details(TaskPolicy policy) {
        JsonObject.Builder details = summary(policy);
        return switch (phase) {
            case TaskPhase.Asking asking -> details.put("inputRequests", asking.asked());
            case TaskPhase.Completed completed -> details.put("result", completed.result());
            case TaskPhase.Failed failed -> details.put("error", failed.error());
            case TaskPhase.Working working -> details;
            case TaskPhase.Cancelled over -> details;
        };
    }
}

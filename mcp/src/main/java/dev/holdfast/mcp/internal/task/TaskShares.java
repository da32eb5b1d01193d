package dev.holdfast.mcp.internal.task;

import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.TaskPolicy;
import java.util.HashMap;
import java.util.Map;

/**
 * How many jobs run on this instance, in all and for each caller. Callers without authentication cannot be told apart,
 * so only the number of all limits them. Thread-safe.
 */
final class TaskShares {
    private final TaskPolicy policy;
    private final Map<String, Integer> byCaller = new HashMap<>();
    private int all;

    TaskShares(TaskPolicy policy) {
        this.policy = policy;
    }

    /**
     * Counts a job that is about to begin.
     *
     * @throws TaskLimitException if the caller runs too many; then it is not counted
     */
    synchronized void begin(Caller caller) {
        int own = byCaller.getOrDefault(caller.subject(), 0);
        if (caller.authenticated() && own >= policy.maxRunningPerCaller()) {
            throw new TaskLimitException("tasks", own + 1, policy.maxRunningPerCaller());
        } else if (all >= policy.maxRunning()) {
            throw new TaskLimitException("tasks_of_all", all + 1, policy.maxRunning());
        }
        resume(caller);
    }

    /**
     * Counts a job that goes on after an answer, or in the place of a lost one. It is never refused: that would lose
     * its work.
     */
    synchronized void resume(Caller caller) {
        all++;
        byCaller.merge(caller.subject(), 1, Integer::sum);
    }

    /** A job has ended, or asks for input. */
    synchronized void end(Caller caller) {
        all--;
        byCaller.computeIfPresent(caller.subject(), (any, before) -> before == 1 ? null : Integer.valueOf(before - 1));
    }
}

package dev.holdfast.mcp.internal.task;

import dev.holdfast.json.Json;
import dev.holdfast.mcp.Answers;
import dev.holdfast.mcp.ClientLog;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.mcp.Tool;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.mcp.internal.flight.Call;
import dev.holdfast.mcp.internal.flight.Flight;
import dev.holdfast.mcp.internal.wire.Faults;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One run of a task's job on this instance: from its beginning or an answer to its end or a request for input.
 *
 * <p>Two threads share the work. One takes the tool's steps. The other waits in the store for changes made by others
 * and turns a cancellation into an interrupt, and a question whether the run goes on into an answer. Nothing else is
 * stored while the job runs: progress stays in memory, where clients of this instance see it.
 */
final class TaskRun {
    private static final System.Logger LOGGER = System.getLogger(TaskRun.class.getName());

    private static final Outcome UNSTORABLE =
            new Outcome.Failed(RpcError.internal("The result of the task could not be stored"));

    private final Tasks tasks;
    private final @Nullable Tool tool;
    private final Task task;
    private final String run;
    private final Flight flight;
    private final TaskProgress progress;
    private volatile boolean over;

    /** @param tool null if this instance does not have it */
    TaskRun(Tasks tasks, @Nullable Tool tool, Task task, String run) {
        this.tasks = tasks;
        this.tool = tool;
        this.task = task;
        this.run = run;
        this.progress = new TaskProgress(tasks::now);
        this.flight = new Flight(task.origin().caller(), message -> {});
    }

    /** The task with the progress of this run, if it is the current one. */
    Task shown(Task current) {
        TaskProgress.Report latest = progress.latest();
        return latest == null || !current.isRun(run) ? current : current.showing(latest.message(), latest.at());
    }

    boolean isOf(Task current) {
        return current.isRun(run);
    }

    /** Runs the job until it ends or asks for input. */
    void run() {
        Thread.ofVirtual().name("mcp-task-keeper-" + task.origin().id()).start(this::watch);
        Steps steps = new Steps();
        try {
            flight.run(steps);
            record(steps.outcome);
        } finally {
            over = true;
        }
    }

    // --- The tool's steps

    private final class Steps implements Flight.Lasting {
        private @Nullable Outcome outcome;

        @Override
        public void run() throws InterruptedException {
            TaskPhase.Working begun = (TaskPhase.Working) task.phase();
            Outcome next = step(Task.byJobKeys(begun.answers()), begun.state());
            for (Json state = carried(next); state != null; state = carried(next)) {
                next = step(Answers.NONE, state);
            }
            outcome = next;
        }
    }

    /** The state of an outcome with a next step that needs no input; null if the run is over. */
    private static @Nullable Json carried(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Task again -> again.state();
            case Outcome.InputRequired asked -> asked.requests().isEmpty() ? asked.state() : null;
            case Outcome.Complete complete -> null;
            case Outcome.Failed failed -> null;
        };
    }

    private Outcome step(Answers answers, @Nullable Json state) throws InterruptedException {
        TaskOrigin origin = task.origin();
        if (tool == null) {
            return new Outcome.Failed(RpcError.internal("This instance has no tool for the task"));
        }
        Call call = new Call(flight, ProtocolVersion.V2026_07_28, origin.capabilities(), progress, ClientLog.UNWANTED);
        try {
            return tool.call(new ToolCall(origin.arguments(), call, answers, state));
        } catch (McpException e) {
            return new Outcome.Failed(e.error());
        } catch (RuntimeException | Error e) {
            Faults.log("A task of " + origin.tool(), e);
            return new Outcome.Failed(RpcError.internal("Internal error"));
        }
    }

    // --- The outcome

    /**
     * Records the outcome, and retries while the store fails, since otherwise the work of the job would be lost. A
     * store that refuses an outcome for the length of a lease may never accept it, so from then on a failure is
     * recorded instead.
     */
    private void record(@Nullable Outcome outcome) {
        Instant patience = tasks.now().plus(tasks.policy().lease());
        while (tasks.now().isBefore(task.origin().expiry())) {
            Outcome end = tasks.now().isBefore(patience) ? outcome : UNSTORABLE;
            try {
                tasks.change(task.origin().id(), before -> settled(before, end, tasks.now()));
                return;
            } catch (RuntimeException e) {
                LOGGER.log(System.Logger.Level.WARNING, "The outcome of a task could not be stored yet; retrying", e);
                pause();
            }
        }
    }

    private Task settled(Task before, @Nullable Outcome outcome, Instant now) {
        return switch (outcome) {
            case Outcome.Complete complete ->
                before.ended(run, new TaskPhase.Completed(tasks.shape(complete.result())), null, now);
            case Outcome.Failed failed -> failed(before, failed.error(), now);
            case Outcome.InputRequired asked -> asking(before, asked, now);
            case Outcome.Task again -> throw new IllegalStateException("A job with a next step has not ended");
            case null ->
                before.isToBeCancelled()
                        ? before.ended(run, new TaskPhase.Cancelled(), null, now)
                        : failed(before, RpcError.internal("The task was interrupted"), now);
        };
    }

    private Task failed(Task before, RpcError error, Instant now) {
        return before.ended(run, new TaskPhase.Failed(Faults.toJson(error)), error.message(), now);
    }

    private Task asking(Task before, Outcome.InputRequired asked, Instant now) {
        var missing = asked.missingFrom(task.origin().capabilities());
        return missing.isEmpty()
                ? before.asking(run, asked, now)
                : failed(before, RpcError.missingClientCapability(missing), now);
    }

    // --- Cancellation and questions

    private void watch() {
        long revision = 0;
        while (!over) {
            try {
                Optional<Tasks.Seen> seen = tasks.await(task.origin().id(), revision);
                if (over) {
                    return;
                }
                if (seen.isEmpty() || !seen.get().task().isRun(run)) {
                    flight.cancel(); // expired or considered lost: its outcome would be dropped
                    return;
                }
                revision = seen.get().revision();
                if (seen.get().task().isToBeCancelled()) {
                    flight.cancel();
                }
                if (seen.get().task().isQuestioned()) {
                    answer();
                    revision++; // this is the revision just written here
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "A running task could not read its record from the store; retrying",
                        e);
                pause();
            }
        }
    }

    /** Says that the run goes on, and how far it is. */
    private void answer() {
        Instant now = tasks.now();
        Instant until = now.plus(tasks.policy().lease());
        TaskProgress.Report latest = progress.latest();
        String message = latest == null ? null : latest.message();
        tasks.change(task.origin().id(), before -> before.renewed(run, until, message, now));
    }

    private void pause() {
        LockSupport.parkNanos(tasks.policy().pollInterval().toNanos());
    }
}

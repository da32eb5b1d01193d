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
 * The job of a task while it runs here: from its beginning or an answer to its end or a question.
 *
 * <p>Two threads share the work. One takes the tool's steps. The other waits in the store for what others do to the
 * task, and passes a cancellation on as an interrupt; meanwhile it renews the lease and writes how far the job is, at
 * most once in a poll interval, however often the job says so.
 */
final class TaskRun {
    private static final System.Logger LOGGER = System.getLogger(TaskRun.class.getName());

    private static final Outcome UNSTORABLE =
            new Outcome.Failed(RpcError.internal("What came of the task could not be stored"));

    private final Tasks tasks;
    private final @Nullable Tool tool;
    private final Task task;
    private final String run;
    private final Flight flight;
    private final TaskProgress progress = new TaskProgress();
    private volatile boolean over;

    /** @param tool null if this instance does not have it */
    TaskRun(Tasks tasks, @Nullable Tool tool, Task task, String run) {
        this.tasks = tasks;
        this.tool = tool;
        this.task = task;
        this.run = run;
        this.flight = new Flight(task.origin().caller(), message -> {});
    }

    /** Runs the job until it ends or asks. */
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

    /** The state of an outcome that waits for nobody; null if it is an end or a question. */
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

    // --- What becomes of it

    /**
     * Writes down what came of it, as soon as the store lets it: a job whose end is not known would be done for
     * nothing. What a store does not take for as long as a lease lasts it may never take, so then it is told that there
     * is no result.
     */
    private void record(@Nullable Outcome outcome) {
        Instant patience = tasks.now().plus(tasks.policy().lease());
        while (tasks.now().isBefore(task.origin().expiry())) {
            Outcome end = tasks.now().isBefore(patience) ? outcome : UNSTORABLE;
            try {
                tasks.change(task.origin().id(), before -> settled(before, end, tasks.now()));
                return;
            } catch (RuntimeException e) {
                LOGGER.log(System.Logger.Level.WARNING, "The end of a task could not be stored yet", e);
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
            case Outcome.Task again -> throw new IllegalStateException("A job that goes on has not ended");
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

    // --- Meanwhile

    private void watch() {
        long revision = 0;
        while (!over) {
            try {
                Optional<Tasks.Seen> seen = tasks.await(task.origin().id(), revision);
                if (over) {
                    return;
                }
                if (seen.isEmpty() || !seen.get().task().isRun(run)) {
                    flight.cancel(); // expired, or given up for lost: nobody will see what comes of it
                    return;
                }
                revision = seen.get().revision();
                if (seen.get().task().isToBeCancelled()) {
                    flight.cancel();
                }
                if (renewIfDue(seen.get().task())) {
                    revision++; // what was just written here is no news
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOGGER.log(System.Logger.Level.WARNING, "A running task could not look at its store", e);
                pause();
            }
        }
    }

    /** Whether there was something to write. */
    private boolean renewIfDue(Task seen) {
        Instant now = tasks.now();
        Instant until = now.plus(tasks.policy().lease());
        String message = progress.latest();
        boolean due = seen.phase() instanceof TaskPhase.Working working
                && working.leaseUntil().isBefore(now.plus(tasks.policy().lease().dividedBy(2)));
        boolean news = message != null && !message.equals(seen.message());
        if (due || news) {
            tasks.change(task.origin().id(), before -> before.renewed(run, until, message, now));
        }
        return due || news;
    }

    private void pause() {
        LockSupport.parkNanos(tasks.policy().pollInterval().toNanos());
    }
}

package dev.holdfast.mcp.internal.task;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.mcp.TaskPolicy;
import dev.holdfast.mcp.TaskRecord;
import dev.holdfast.mcp.Tool;
import dev.holdfast.mcp.ToolResult;
import dev.holdfast.mcp.internal.flight.Call;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The tasks of a store, and the jobs that run on this instance. Thread-safe. Every change applies a pure function of
 * {@link Task} by compare-and-set and retries after a concurrent change, so a client can talk to any instance.
 */
public final class Tasks {
    private static final int ID_BYTES = 20;
    private static final String PREFIX = "tsk_";
    /** Ids of any other form are never looked up in the store. */
    private static final Pattern ID = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{27}");

    /** A task and the revision of its record. */
    record Seen(Task task, long revision) {}

    private final SecureRandom random = new SecureRandom();
    private final Map<String, TaskRun> here = new ConcurrentHashMap<>();
    private final TaskPolicy policy;
    private final TaskShares shares;
    private final Function<String, Optional<Tool>> tools;
    private final Function<ToolResult, JsonObject> shape;

    /**
     * The tasks of the policy's store.
     *
     * @param shape writes the result of a finished tool as a direct call returns it
     */
    public Tasks(TaskPolicy policy, Function<String, Optional<Tool>> tools, Function<ToolResult, JsonObject> shape) {
        this.policy = policy;
        this.shares = new TaskShares(policy);
        this.tools = tools;
        this.shape = shape;
    }

    TaskPolicy policy() {
        return policy;
    }

    /** The result as a direct call returns it. */
    JsonObject shape(ToolResult result) {
        return shape.apply(result);
    }

    /**
     * Stores a call as a task, which is durable when this returns, and starts its job.
     *
     * @throws TaskLimitException if too many tasks are running
     * @throws McpException "internal error" if the store has no room
     */
    Task begin(String tool, JsonObject arguments, Call call, Json state) {
        shares.begin(call.caller());
        String run = newId();
        Task task;
        try {
            task = keep(tool, arguments, call, state, run);
        } catch (RuntimeException | Error e) {
            shares.end(call.caller());
            throw e;
        }
        start(task, run);
        return task;
    }

    private Task keep(String tool, JsonObject arguments, Call call, Json state, String run) {
        Instant now = now();
        Instant expiry = now.plusMillis(policy.lifetime().toMillis());
        TaskOrigin origin = new TaskOrigin(
                PREFIX + newId(),
                call.caller(),
                tool,
                arguments,
                call.clientCapabilities().kept(),
                now,
                expiry);
        Task task = Task.begun(origin, state, run, now.plus(policy.lease()));
        if (!policy.store().create(TaskCodec.write(task, 1), call.caller())) {
            throw McpException.of(RpcError.internal("There is no room for another task; try again later"));
        }
        return task;
    }

    /** The current task; empty for any caller but its owner. */
    Optional<Task> find(String id, Caller caller) {
        return change(id, caller, this::watched).map(this::shown);
    }

    /** A task that runs elsewhere is asked from time to time whether it still does. */
    private Task watched(Task task) {
        return isHere(task) ? task : task.questioned(now(), now().plus(policy.lease()));
    }

    private boolean isHere(Task task) {
        TaskRun run = here.get(task.origin().id());
        return run != null && run.isOf(task);
    }

    private Task shown(Task task) {
        TaskRun run = here.get(task.origin().id());
        return run == null ? task : run.shown(task);
    }

    /** Takes answers; with the last one the job goes on, on this instance. False if the caller has no such task. */
    boolean answer(String id, Caller caller, JsonObject responses) {
        String run = newId();
        Optional<Task> task = change(id, caller, before -> {
            Instant now = now();
            return before.answered(responses, run, now.plus(policy.lease()), now);
        });
        task.filter(after -> after.isRun(run)).ifPresent(after -> goOn(after, run));
        return task.isPresent();
    }

    /** Cancels a task; false if the caller has no such task. */
    boolean cancel(String id, Caller caller) {
        return change(id, caller, task -> task.cancelled(now())).isPresent();
    }

    /** Waits about a poll interval for a task to change and returns the current task; empty if it has expired. */
    Optional<Seen> await(String id, long revision) throws InterruptedException {
        Optional<TaskRecord> record = policy.store().awaitChange(id, revision, policy.pollInterval());
        if (record.isEmpty()) {
            return Optional.empty();
        }
        Task task = TaskCodec.read(record.get());
        Task current = watched(task.at(now())).equals(task)
                ? task
                : change(id, this::watched).orElse(task);
        return Optional.of(new Seen(shown(current), record.get().revision()));
    }

    Optional<Task> change(String id, UnaryOperator<Task> change) {
        while (true) {
            Optional<TaskRecord> found = policy.store().find(id);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Task before = TaskCodec.read(found.get());
            String run = isToBeTakenOver(before) ? newId() : null;
            Task present = run == null ? before.at(now()) : before.takenOver(run, now().plus(policy.lease()));
            Task after = change.apply(present);
            if (after.equals(before)) {
                return Optional.of(after);
            } else if (policy.store().replace(TaskCodec.write(after, found.get().revision() + 1))) {
                if (run != null && after.isRun(run)) {
                    goOn(after, run);
                }
                return Optional.of(after);
            }
        }
    }

    private Optional<Task> change(String id, Caller caller, UnaryOperator<Task> change) {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        return change(id, task -> task.origin().belongsTo(caller) ? change.apply(task) : task)
                .filter(task -> task.origin().belongsTo(caller));
    }

    // --- Jobs

    /** Whether its run is lost, and this instance may take the same steps again. */
    private boolean isToBeTakenOver(Task task) {
        return task.isLost(now())
                && !task.isToBeCancelled()
                && tools.apply(task.origin().tool()).filter(Tool::repeatsSteps).isPresent();
    }

    private void goOn(Task task, String run) {
        shares.resume(task.origin().caller());
        start(task, run);
    }

    private void start(Task task, String run) {
        String id = task.origin().id();
        TaskRun job = new TaskRun(this, tools.apply(task.origin().tool()).orElse(null), task, run);
        here.put(id, job);
        Thread.ofVirtual().name("mcp-task-" + id).start(() -> {
            try {
                job.run();
            } finally {
                here.remove(id, job);
                shares.end(task.origin().caller());
            }
        });
    }

    Instant now() {
        return policy.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }
}

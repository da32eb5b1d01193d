package dev.holdfast.mcp.internal.task;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.internal.flight.Call;
import dev.holdfast.mcp.internal.wire.Faults;
import dev.holdfast.mcp.internal.wire.Message;
import dev.holdfast.mcp.internal.wire.Message.Request;
import dev.holdfast.mcp.internal.wire.MetaKeys;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that one {@code subscriptions/listen} follows. Each has a thread that waits for changes in the store and
 * sends the task's state to the client, for the first time at the beginning, so that no earlier change is missed. A
 * client that does not read delays only these threads; when it reads again, it gets the current state.
 */
public final class TaskListening {
    /** How many tasks one request can follow. */
    public static final int MAX_TASKS = 100;

    /** The member of the wishes that names tasks. */
    public static final String WISH = "taskIds";

    private final Tasks tasks;
    private final Request request;
    private final Call call;
    private final Set<String> ids = new LinkedHashSet<>();
    private volatile boolean over;

    public TaskListening(Tasks tasks, Request request, Call call) {
        this.tasks = tasks;
        this.request = request;
        this.call = call;
    }

    /** Reads which tasks to follow; tasks of other callers are left out. */
    public void read(JsonObject wishes) {
        Json wish = wishes.get(WISH);
        if (wish == null) {
            return;
        }
        TaskMethods.requireDeclared(call);
        if (!(wish instanceof JsonArray array) || array.size() > MAX_TASKS) {
            throw invalid();
        }
        for (Json item : array) {
            if (!(item instanceof JsonString id)) {
                throw invalid();
            }
            if (tasks.find(id.value(), call.caller()).isPresent()) {
                ids.add(id.value());
            }
        }
    }

    private static McpException invalid() {
        return McpException.invalidParams(
                "params.notifications." + WISH + " must be an array of at most " + MAX_TASKS + " strings");
    }

    /** Whether no task is followed. */
    public boolean isEmpty() {
        return ids.isEmpty();
    }

    public void acknowledge(JsonObject.Builder honoured) {
        if (!ids.isEmpty()) {
            honoured.put(WISH, JsonArray.copyOf(ids.stream().map(Json::of).toList()));
        }
    }

    /** Starts to send notifications. */
    public void begin() {
        ids.forEach(id -> Thread.ofVirtual().name("mcp-task-listener-" + id).start(() -> follow(id)));
    }

    /** Stops sending notifications. */
    public void end() {
        over = true;
    }

    /** Ends the subscription if the store is unavailable, so that the client knows that it has to poll. */
    private void follow(String id) {
        try {
            tell(id);
        } catch (InterruptedException | RuntimeException e) {
            Faults.log("Listening to a task", e);
            call.flight().end();
        }
    }

    private void tell(String id) throws InterruptedException {
        @Nullable JsonObject told = null;
        long revision = 0;
        while (!over) {
            Optional<Tasks.Seen> seen = tasks.await(id, revision);
            if (seen.isEmpty()) {
                return;
            }
            revision = seen.get().revision();
            JsonObject details = seen.get().task().details(tasks.policy()).build();
            if (!details.equals(told)) {
                told = details;
                call.flight().send(notification(details));
            }
            if (seen.get().task().phase().isEnd()) {
                return;
            }
        }
    }

    private JsonObject notification(JsonObject details) {
        return Message.notification(
                "notifications/tasks", details.with("_meta", JsonObject.of(MetaKeys.SUBSCRIPTION_ID, request.id())));
    }
}

package dev.holdfast.mcp.internal.task;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Answers;
import dev.holdfast.mcp.ClientCapabilities;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.mcp.internal.flight.Call;
import dev.holdfast.mcp.internal.wire.Message.Request;

/**
 * The methods of the extension {@value ClientCapabilities#TASKS}. The task of another caller, an expired task and one
 * that never existed get the same answer.
 */
public final class TaskMethods {
    /** The extension as clients and servers declare it. */
    public static final JsonObject EXTENSIONS = JsonObject.of(ClientCapabilities.TASKS, JsonObject.EMPTY);

    private final Tasks tasks;

    public TaskMethods(Tasks tasks) {
        this.tasks = tasks;
    }

    /** Whether the client declared with this request that it follows tasks. */
    public static boolean declaredIn(Call call) {
        return call.clientCapabilities().tasks();
    }

    /**
     * Refuses clients that do not follow tasks.
     *
     * @throws McpException "missing client capability"
     */
    public static void requireDeclared(Call call) {
        if (!declaredIn(call)) {
            throw McpException.of(RpcError.missingClientCapability(JsonObject.of("extensions", EXTENSIONS)));
        }
    }

    /**
     * Turns a call into a task. If the client leaves before it gets the answer, it does not know the task, which is
     * then cancelled.
     */
    public JsonObject.Builder create(Request request, JsonObject arguments, Call call, Json state) {
        Task task = tasks.begin(request.required("name"), arguments, call, state);
        String id = task.origin().id();
        call.onCancel(() -> Thread.ofVirtual().start(() -> tasks.cancel(id, call.caller())));
        return task.summary(tasks.policy());
    }

    public JsonObject.Builder get(Request request, Call call) {
        requireDeclared(call);
        return tasks.find(request.required("taskId"), call.caller())
                .orElseThrow(TaskMethods::unknown)
                .details(tasks.policy());
    }

    public JsonObject.Builder update(Request request, Call call) {
        requireDeclared(call);
        String id = request.required("taskId");
        if (!request.params().has("inputResponses")) {
            throw McpException.invalidParams("params.inputResponses must be an object");
        }
        return acknowledge(
                tasks.answer(id, call.caller(), Answers.of(request.params()).byKey()));
    }

    public JsonObject.Builder cancel(Request request, Call call) {
        requireDeclared(call);
        return acknowledge(tasks.cancel(request.required("taskId"), call.caller()));
    }

    private static JsonObject.Builder acknowledge(boolean known) {
        if (!known) {
            throw unknown();
        }
        return JsonObject.builder();
    }

    private static McpException unknown() {
        return McpException.invalidParams("Task not found or expired");
    }
}

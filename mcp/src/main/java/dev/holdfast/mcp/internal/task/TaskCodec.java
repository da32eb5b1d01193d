package dev.holdfast.mcp.internal.task;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ClientCapabilities;
import dev.holdfast.mcp.TaskRecord;
import dev.holdfast.mcp.TaskStore;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Converts tasks to and from the documents of a {@link TaskStore}. Instances of different versions may share a store,
 * so members may be added but not removed or changed.
 */
public final class TaskCodec {
    private TaskCodec() {}

    static TaskRecord write(Task task, long revision) {
        TaskOrigin origin = task.origin();
        JsonObject document = JsonObject.builder()
                .put("caller", caller(origin.caller()))
                .put("tool", origin.tool())
                .put("arguments", origin.arguments())
                .put("capabilities", origin.capabilities().declared())
                .put("createdAt", origin.createdAt().toEpochMilli())
                .put("updatedAt", task.updatedAt().toEpochMilli())
                .put("rounds", task.rounds())
                .putIfPresent("message", task.message())
                .put("phase", phase(task.phase()))
                .build();
        return new TaskRecord(origin.id(), revision, origin.expiry(), document);
    }

    /**
     * The task that {@link #write} wrote.
     *
     * @throws IllegalStateException if the document was not written here
     */
    public static Task read(TaskRecord record) {
        JsonObject document = record.document();
        TaskOrigin origin = new TaskOrigin(
                record.id(),
                caller(object(document, "caller")),
                string(document, "tool"),
                object(document, "arguments"),
                new ClientCapabilities(object(document, "capabilities")),
                instant(document, "createdAt"),
                record.expiry());
        return new Task(
                origin,
                phase(object(document, "phase")),
                (int) integer(document, "rounds"),
                document.string("message"),
                instant(document, "updatedAt"));
    }

    private static JsonObject caller(Caller caller) {
        return JsonObject.builder()
                .put("subject", caller.subject())
                .put("authenticated", caller.authenticated())
                .put(
                        "scopes",
                        JsonArray.copyOf(
                                caller.scopes().stream().sorted().map(Json::of).toList()))
                .build();
    }

    /** Without an expiry: a task may outlive the credential that began it, and every later request presents its own. */
    private static Caller caller(JsonObject json) {
        Set<String> scopes = needed(json.array("scopes"), "scopes").stream()
                .map(scope -> ((JsonString) scope).value())
                .collect(Collectors.toUnmodifiableSet());
        return new Caller(string(json, "subject"), bool(json, "authenticated"), scopes, null);
    }

    private static JsonObject phase(TaskPhase phase) {
        JsonObject.Builder json = JsonObject.builder().put("status", phase.status());
        return switch (phase) {
            case TaskPhase.Working working ->
                json.put("run", working.run())
                        .put("leaseUntil", working.leaseUntil().toEpochMilli())
                        .putIfPresent("answerBy", millis(working.answerBy()))
                        .put("cancelRequested", working.cancelRequested())
                        .putIfPresent("state", working.state())
                        .put("answers", working.answers())
                        .build();
            case TaskPhase.Asking asking ->
                json.putIfPresent("state", asking.state())
                        .put("asked", asking.asked())
                        .put("answers", asking.answers())
                        .build();
            case TaskPhase.Completed completed ->
                json.put("result", completed.result()).build();
            case TaskPhase.Failed failed -> json.put("error", failed.error()).build();
            case TaskPhase.Cancelled cancelled -> json.build();
        };
    }

    private static TaskPhase phase(JsonObject json) {
        String status = string(json, "status");
        return switch (status) {
            case "working" ->
                new TaskPhase.Working(
                        string(json, "run"),
                        instant(json, "leaseUntil"),
                        json.has("answerBy") ? instant(json, "answerBy") : null,
                        bool(json, "cancelRequested"),
                        json.get("state"),
                        object(json, "answers"));
            case "input_required" ->
                new TaskPhase.Asking(json.get("state"), object(json, "asked"), object(json, "answers"));
            case "completed" -> new TaskPhase.Completed(object(json, "result"));
            case "failed" -> new TaskPhase.Failed(object(json, "error"));
            case "cancelled" -> new TaskPhase.Cancelled();
            default -> throw new IllegalStateException("Unknown task status " + status);
        };
    }

    private static @Nullable Json millis(@Nullable Instant time) {
        return time == null ? null : Json.of(time.toEpochMilli());
    }

    private static Instant instant(JsonObject json, String member) {
        return Instant.ofEpochMilli(integer(json, member));
    }

    private static long integer(JsonObject json, String member) {
        JsonNumber number = needed(json.number(member), member);
        return number.exactLong().orElseThrow();
    }

    private static boolean bool(JsonObject json, String member) {
        return needed(json.bool(member), member);
    }

    private static String string(JsonObject json, String member) {
        return needed(json.string(member), member);
    }

    private static JsonObject object(JsonObject json, String member) {
        return needed(json.object(member), member);
    }

    private static <T> T needed(@Nullable T value, String member) {
        if (value == null) {
            throw new IllegalStateException("The document of a task lacks " + member);
        }
        return value;
    }
}

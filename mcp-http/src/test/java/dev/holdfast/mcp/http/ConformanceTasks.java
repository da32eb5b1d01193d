package dev.holdfast.mcp.http;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.InputRequest;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.TaskPolicy;
import dev.holdfast.mcp.TaskStore;
import dev.holdfast.mcp.Tool;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.mcp.ToolResult;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Samples;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** The conformance suite's tools that go on as tasks. */
final class ConformanceTasks {
    private static final Json WORK = Json.of("work");

    private ConformanceTasks() {}

    static void addTo(McpServer.Builder builder) {
        builder.tool(ConformanceServer.tool("greet", ConformanceTasks::greet))
                .tool(inTask("slow_compute", false, ConformanceTasks::compute))
                .tool(inTask("failing_job", true, ConformanceTasks::fail))
                .tool(inTask("protocol_error_job", false, call -> {
                    throw new IllegalStateException("a job that breaks");
                }))
                .tool(inTask("confirm_delete", false, ConformanceTasks::confirm))
                .tool(inTask("multi_input", false, ConformanceTasks::both))
                .tool(ConformanceServer.tool("test_tool_with_task", ConformanceTasks::askThenWork))
                .tasks(TaskPolicy.standard(TaskStore.inMemory(1_000, InstantSource.system())));
    }

    private static Tool inTask(String name, boolean required, FixtureServer.Step job) {
        return ConformanceServer.tool(
                name, call -> call.state() == null ? new Outcome.Task(WORK, required) : job.take(call));
    }

    private static Outcome greet(ToolCall call) {
        return Outcome.complete(ToolResult.text("Hello, " + call.arguments().string("name") + "!"));
    }

    private static Outcome compute(ToolCall call) throws InterruptedException {
        JsonNumber seconds = call.arguments().number("seconds");
        Thread.sleep(
                Duration.ofSeconds(seconds == null ? 0 : seconds.exactLong().orElse(0)));
        return Outcome.complete(ToolResult.text("computed " + call.arguments().string("label")));
    }

    private static Outcome fail(ToolCall call) throws InterruptedException {
        Thread.sleep(Duration.ofSeconds(1));
        return Outcome.complete(ToolResult.error("This job always fails"));
    }

    private static Outcome confirm(ToolCall call) {
        return call.answers()
                .to("confirm")
                .map(answer -> Outcome.complete(ToolResult.text("answered " + answer)))
                .orElseGet(() -> new Outcome.InputRequired(Map.of("confirm", Samples.form("Sure?", "confirm")), WORK));
    }

    private static Outcome both(ToolCall call) {
        JsonObject answers = call.answers().byKey();
        if (answers.has("first") && answers.has("second")) {
            return Outcome.complete(ToolResult.text("answered " + answers));
        }
        Map<String, InputRequest> requests = new LinkedHashMap<>();
        requests.put("first", Samples.form("The first name?", "name"));
        requests.put("second", Samples.form("The second name?", "name"));
        return new Outcome.InputRequired(requests, WORK);
    }

    /** Asks before there is a task, which then knows the answer from its state. */
    private static Outcome askThenWork(ToolCall call) {
        if (call.state() != null) {
            return Outcome.complete(ToolResult.text("Worked for " + call.state()));
        }
        return call.answers()
                .to("user_name")
                .<Outcome>map(answer -> new Outcome.Task(answer, true))
                .orElseGet(() -> new Outcome.InputRequired(Map.of("user_name", ConformanceInput.NAME), null));
    }
}

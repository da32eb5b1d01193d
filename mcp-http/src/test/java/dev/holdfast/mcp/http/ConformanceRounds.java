package dev.holdfast.mcp.http;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonString;
import dev.holdfast.mcp.InputRequest;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.mcp.ToolResult;
import dev.holdfast.mcp.fixture.Samples;
import java.util.LinkedHashMap;
import java.util.Map;

/** The conformance suite's tools that carry state from one round to the next. */
final class ConformanceRounds {
    private ConformanceRounds() {}

    static void addTo(McpServer.Builder builder) {
        builder.tool(ConformanceServer.tool("test_input_required_result_request_state", ConformanceRounds::confirm))
                .tool(ConformanceServer.tool("test_input_required_result_tampered_state", ConformanceRounds::confirm))
                .tool(ConformanceServer.tool("test_input_required_result_multiple_inputs", ConformanceRounds::several))
                .tool(ConformanceServer.tool("test_input_required_result_multi_round", ConformanceRounds::rounds));
    }

    private static Outcome confirm(ToolCall call) {
        return call.state() != null && call.answers().to("confirm").isPresent()
                ? Outcome.complete(ToolResult.text("state-ok"))
                : asking(Map.of("confirm", Samples.form("Please confirm", "ok")), "confirming");
    }

    private static Outcome several(ToolCall call) {
        if (call.state() != null) {
            return Outcome.complete(ToolResult.text("got it all"));
        }
        Map<String, InputRequest> requests = new LinkedHashMap<>();
        requests.put("user_name", ConformanceInput.NAME);
        requests.put("greeting", ConformanceInput.SAMPLE);
        requests.put("client_roots", InputRequest.roots());
        return asking(requests, "several");
    }

    private static Outcome rounds(ToolCall call) {
        String round = call.state() instanceof JsonString text ? text.value() : "none";
        return switch (round) {
            case "none" -> asking(Map.of("step1", Samples.form("Step 1: What is your name?", "name")), "first");
            case "first" ->
                asking(Map.of("step2", Samples.form("Step 2: What is your favorite color?", "color")), "second");
            default -> Outcome.complete(ToolResult.text("done in two rounds"));
        };
    }

    private static Outcome asking(Map<String, InputRequest> requests, String state) {
        return new Outcome.InputRequired(requests, Json.of(state));
    }
}

package dev.holdfast.mcp.http;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.ClientCapabilities;
import dev.holdfast.mcp.InputRequest;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.mcp.ToolResult;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.Samples;
import java.util.LinkedHashMap;
import java.util.Map;

/** The conformance suite's tools that ask the client before they answer. */
final class ConformanceInput {
    static final InputRequest NAME = Samples.form("What is your name?", "name");
    static final InputRequest SAMPLE = InputRequest.sampling(Peer.object("""
            {"messages":[{"role":"user","content":{"type":"text","text":"What is the capital of France?"}}],
            "maxTokens":100}"""));

    private ConformanceInput() {}

    static void addTo(McpServer.Builder builder) {
        builder.tool(ConformanceServer.tool(
                        "test_input_required_result_elicitation", call -> once(call, "user_name", NAME)))
                .tool(ConformanceServer.tool(
                        "test_input_required_result_sampling", call -> once(call, "capital_question", SAMPLE)))
                .tool(ConformanceServer.tool(
                        "test_input_required_result_list_roots",
                        call -> once(call, "client_roots", InputRequest.roots())))
                .tool(ConformanceServer.tool("test_input_required_result_capabilities", ConformanceInput::declared));
    }

    private static Outcome once(ToolCall call, String key, InputRequest request) {
        return call.answers()
                .to(key)
                .map(answer -> Outcome.complete(ToolResult.text("Hello, " + said(answer) + "!")))
                .orElseGet(() -> new Outcome.InputRequired(Map.of(key, request), null));
    }

    private static String said(JsonObject answer) {
        JsonObject content = answer.object("content");
        String name = content == null ? null : content.string("name");
        return name == null ? answer.toString() : name;
    }

    private static Outcome declared(ToolCall call) {
        ClientCapabilities capabilities = call.context().clientCapabilities();
        Map<String, InputRequest> requests = new LinkedHashMap<>();
        if (capabilities.elicitationForm()) {
            requests.put("name", NAME);
        }
        if (capabilities.sampling()) {
            requests.put("sample", SAMPLE);
        }
        return requests.isEmpty()
                ? Outcome.complete(ToolResult.text("nothing to ask"))
                : new Outcome.InputRequired(requests, null);
    }
}

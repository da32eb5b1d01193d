package dev.holdfast.mcp.http;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ChangeKind;
import dev.holdfast.mcp.Completion;
import dev.holdfast.mcp.Content;
import dev.holdfast.mcp.Implementation;
import dev.holdfast.mcp.LogLevel;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.mcp.ServerChanges;
import dev.holdfast.mcp.StdioTransport;
import dev.holdfast.mcp.Tool;
import dev.holdfast.mcp.ToolAnnotations;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.mcp.ToolDefinition;
import dev.holdfast.mcp.ToolResult;
import dev.holdfast.mcp.fixture.ConformancePrompts;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.Samples;
import java.io.OutputStream;
import java.util.List;

/**
 * What the official conformance suite expects of a server under test, over HTTP on a free port. The program prints its
 * address and runs until the end of its input. With the argument {@code stdio} it serves that one client instead.
 */
final class ConformanceServer {
    private static final String SILENCE = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=";
    private static final JsonObject NO_ARGUMENTS = JsonObject.of("type", Json.of("object"));

    private ConformanceServer() {}

    /** Serves until the end of the input. */
    public static void main(String[] arguments) throws Exception {
        if (List.of(arguments).equals(List.of("stdio"))) {
            StdioTransport.serve(server(), System.in, System.out, Caller.anonymous("conformance"));
            return;
        }
        HttpConfig config =
                HttpConfig.builder(Caller.anonymous("conformance")).port(0).build();
        HttpTransport transport = HttpTransport.start(server(), config);
        System.out.println("http://localhost:" + transport.port() + "/mcp");
        System.out.flush();
        System.in.transferTo(OutputStream.nullOutputStream());
        transport.close();
    }

    static McpServer server() {
        McpServer.Builder builder = McpServer.builder(Implementation.of("conformance", "1.0"));
        ServerChanges changes = ServerChanges.of(ChangeKind.values());
        contents(builder);
        builder.tool(tool("test_tool_with_progress", ConformanceServer::progress))
                .tool(tool("test_tool_with_logging", ConformanceServer::logging))
                .tool(tool("test_logging_tool", ConformanceServer::logging))
                .tool(tool("test_missing_capability", ConformanceServer::needSampling))
                .tool(tool("test_streaming_elicitation", call -> Outcome.complete(ToolResult.text("asked nothing"))))
                .tool(tool("test_trigger_tool_change", call -> trigger(changes::toolsListChanged)))
                .tool(tool("test_trigger_prompt_change", call -> trigger(changes::promptsListChanged)))
                .tool(schemaTool())
                .tool(headerTool());
        ClientFixtures.addTo(builder, changes);
        ConformanceInput.addTo(builder);
        ConformanceRounds.addTo(builder);
        ConformanceQuestions.addTo(builder);
        ConformancePrompts.addTo(builder);
        ConformanceTasks.addTo(builder);
        return builder.resources(new ConformanceResources())
                .completions((request, context) -> Completion.of(List.of(request.value() + "-completed")))
                .logging()
                .changes(changes)
                .build();
    }

    private static Outcome trigger(Runnable change) {
        change.run();
        return Outcome.complete(ToolResult.text("told"));
    }

    static Tool tool(String name, FixtureServer.Step step) {
        return FixtureServer.tool(
                ToolDefinition.of(name, "Fixture " + name, NO_ARGUMENTS, ToolAnnotations.READ_ONLY), step);
    }

    private static void contents(McpServer.Builder builder) {
        builder.tool(answering("test_simple_text", Content.text("This is a simple text response for testing.")))
                .tool(answering("test_image_content", Samples.image()))
                .tool(answering("test_audio_content", new Content.Audio(SILENCE, "audio/wav")))
                .tool(answering(
                        "test_embedded_resource",
                        Samples.embedded(
                                "test://embedded-resource", "text/plain", "This is an embedded resource content.")))
                .tool(answering(
                        "test_multiple_content_types",
                        Content.text("Multiple content types test:"),
                        Samples.image(),
                        Samples.embedded("test://mixed-content-resource", "application/json", "{\"test\":\"data\"}")))
                .tool(tool(
                        "test_error_handling",
                        call -> Outcome.complete(
                                ToolResult.error("This tool intentionally returns an error for testing"))));
    }

    private static Tool answering(String name, Content... content) {
        return tool(name, call -> Outcome.complete(new ToolResult(List.of(content), null, false)));
    }

    private static Outcome progress(ToolCall call) {
        for (int percent = 0; percent <= 100; percent += 50) {
            call.context().progress().report(percent, 100.0, "Completed " + percent);
        }
        return Outcome.complete(ToolResult.text("done"));
    }

    private static Outcome logging(ToolCall call) {
        for (String step : List.of("Tool execution started", "Tool processing data", "Tool execution completed")) {
            call.context().log().log(LogLevel.INFO, "fixture", Json.of(step));
        }
        return Outcome.complete(ToolResult.text("logged"));
    }

    private static Outcome needSampling(ToolCall call) {
        if (!call.context().clientCapabilities().sampling()) {
            return new Outcome.Failed(RpcError.missingClientCapability(JsonObject.of("sampling", JsonObject.EMPTY)));
        }
        return Outcome.complete(ToolResult.text("can sample"));
    }

    /** Every keyword the suite looks for must come back as it is. */
    private static Tool schemaTool() {
        JsonObject schema = Peer.object("""
                {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
                "$defs":{"address":{"$anchor":"addressDef","type":"object",
                "properties":{"street":{"type":"string"},"city":{"type":"string"}}}},
                "properties":{"name":{"type":"string"},"address":{"$ref":"#/$defs/address"},
                "contactMethod":{"type":"string","enum":["phone","email"]},
                "phone":{"type":"string"},"email":{"type":"string"}},
                "allOf":[{"anyOf":[{"required":["phone"]},{"required":["email"]}]}],
                "if":{"properties":{"contactMethod":{"const":"phone"}},"required":["contactMethod"]},
                "then":{"required":["phone"]},"else":{"required":["email"]},
                "additionalProperties":false}""");
        return FixtureServer.tool(
                ToolDefinition.of("json_schema_2020_12_tool", "Has a rich schema", schema, ToolAnnotations.READ_ONLY),
                call -> Outcome.complete(ToolResult.text("any")));
    }

    private static Tool headerTool() {
        JsonObject schema = Peer.object("""
                {"type":"object","properties":{"region":{"type":"string","x-mcp-header":"Region"}}}""");
        return FixtureServer.tool(
                ToolDefinition.of("test_header_parameter", "Repeats an argument", schema, ToolAnnotations.READ_ONLY),
                call -> Outcome.complete(call.arguments()));
    }
}

package dev.holdfast.server.typed;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.Implementation;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.ServerLimits;
import dev.holdfast.mcp.StdioTransport;
import dev.holdfast.mcp.Tool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Calls of a tool by a client, over a connection. */
final class CalledTool {
    private static final Json META = Json.parse("""
        {"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
        "io.modelcontextprotocol/clientInfo":{"name":"test","version":"1"},\
        "io.modelcontextprotocol/clientCapabilities":{}}\
        """);

    private CalledTool() {}

    static JsonObject failure(JsonObject result) {
        assertThat(result.bool("isError")).isTrue();
        JsonObject block = (JsonObject) requireNonNull(result.array("content")).get(0);
        return (JsonObject) Json.parse(requireNonNull(block.string("text")));
    }

    static JsonObject called(Tool tool, Caller caller, String arguments) throws InterruptedException {
        return requireNonNull(answered(tool, caller, arguments).object("result"));
    }

    /** The whole answer, which is an error of the protocol if it has no result. */
    static JsonObject answered(Tool tool, Caller caller, String arguments) throws InterruptedException {
        McpServer server = McpServer.builder(Implementation.of("test", "1"))
                .tool(tool)
                .limits(ServerLimits.DEFAULT.withShutdownGrace(Duration.ofMinutes(5)))
                .build();
        JsonObject params = JsonObject.of(
                "name", Json.of(tool.definition().name()), "arguments", Json.parse(arguments), "_meta", META);
        JsonObject request = JsonObject.of(
                "jsonrpc", Json.of("2.0"), "id", Json.of(1), "method", Json.of("tools/call"), "params", params);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] line = (request + "\n").getBytes(StandardCharsets.UTF_8);
        StdioTransport.serve(server, new ByteArrayInputStream(line), answer, caller);
        return (JsonObject) Json.parse(answer.toByteArray());
    }
}

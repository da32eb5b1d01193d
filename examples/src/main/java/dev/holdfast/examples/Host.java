package dev.holdfast.examples;

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
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Calls a tool as a host of revision 2026-07-28 does. Each call uses a connection of its own, as a stateless protocol
 * allows: what the tool remembers is in its store.
 */
final class Host {
    private static final Json META = Json.parse("""
        {"io.modelcontextprotocol/protocolVersion":"2026-07-28",
         "io.modelcontextprotocol/clientInfo":{"name":"example","version":"1.0"},
         "io.modelcontextprotocol/clientCapabilities":{}}\
        """);

    /** How long a call may still answer after the connection was closed behind it. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final McpServer server;
    private final PrintStream out;

    Host(Tool tool, PrintStream out) {
        this(List.of(tool), out);
    }

    Host(List<Tool> tools, PrintStream out) {
        this.server = McpServer.builder(Implementation.of("example", "1.0"))
                .tools(tools)
                .limits(ServerLimits.DEFAULT.withShutdownGrace(PATIENCE))
                .build();
        this.out = out;
    }

    /** Calls a tool, and prints what the model would see. */
    void call(String tool, String arguments) throws InterruptedException {
        JsonObject params = JsonObject.of("name", Json.of(tool), "arguments", Json.parse(arguments), "_meta", META);
        JsonObject request = JsonObject.of(
                "jsonrpc", Json.of("2.0"), "id", Json.of(1), "method", Json.of("tools/call"), "params", params);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] line = (request + "\n").getBytes(StandardCharsets.UTF_8);
        StdioTransport.serve(server, new ByteArrayInputStream(line), answer, Caller.anonymous("local/default"));
        out.println(tool + " " + arguments);
        out.println("  " + text(answer.toString(StandardCharsets.UTF_8)));
    }

    private static String text(String answer) {
        JsonObject result = Objects.requireNonNull(((JsonObject) Json.parse(answer)).object("result"));
        JsonObject first =
                (JsonObject) Objects.requireNonNull(result.array("content")).get(0);
        return Objects.requireNonNull(first.string("text"));
    }
}

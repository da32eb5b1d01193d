package dev.holdfast.auth;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Authenticator;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.Implementation;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.ScopePolicy;
import dev.holdfast.mcp.Tool;
import dev.holdfast.mcp.ToolAnnotations;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.mcp.ToolDefinition;
import dev.holdfast.mcp.ToolResult;
import dev.holdfast.mcp.http.HttpConfig;
import dev.holdfast.mcp.http.HttpTransport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A server with tools {@code look} and {@code change}, which say who called, and a client of it. */
final class ResourceServer implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpTransport transport;

    ResourceServer(Authenticator authenticator) {
        McpServer server = McpServer.builder(Implementation.of("guarded", "1"))
                .tool(new Who("look"))
                .tool(new Who("change"))
                .scopes(ScopePolicy.builder()
                        .tool("look", Set.of("state:read"))
                        .tool("change", Set.of("state:write", "state:audit"))
                        .implies("state:write", Set.of("state:read"))
                        .build())
                .build();
        transport = HttpTransport.start(
                server,
                HttpConfig.builder(Caller.anonymous("nobody"))
                        .authenticator(authenticator)
                        .build());
    }

    private record Who(String name) implements Tool {
        @Override
        public ToolDefinition definition() {
            return ToolDefinition.of(
                    name, "Who calls", JsonObject.of("type", Json.of("object")), ToolAnnotations.READ_ONLY);
        }

        @Override
        public Outcome call(ToolCall call) {
            return Outcome.complete(
                    ToolResult.text("<" + call.context().caller().subject() + ">"));
        }
    }

    HttpResponse<String> call(String tool, @Nullable String token) throws Exception {
        return call("/mcp", tool, token);
    }

    HttpResponse<String> call(String path, String tool, @Nullable String token) throws Exception {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "tools/call")
                .header("Mcp-Name", tool)
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s","_meta":{
                        "io.modelcontextprotocol/protocolVersion":"2026-07-28",
                        "io.modelcontextprotocol/clientInfo":{"name":"c","version":"1"},
                        "io.modelcontextprotocol/clientCapabilities":{}}}}""".formatted(tool)));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + transport.port() + path));
    }

    @Override
    public void close() {
        client.close();
        transport.close();
    }
}

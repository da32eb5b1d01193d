package dev.holdfast.server;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.StdioTransport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Asks a server over its stdio transport, one request a session, in the stateless revision. */
record StdioSession(McpServer server) {

    /** The whole answer, be it a result or an error. */
    JsonObject ask(String method, JsonObject params) {
        return ask(method, params, JsonObject.EMPTY);
    }

    /** The same for a client that declares capabilities. */
    JsonObject ask(String method, JsonObject params, JsonObject capabilities) {
        JsonObject meta = JsonObject.of(
                "io.modelcontextprotocol/protocolVersion",
                Json.of("2026-07-28"),
                "io.modelcontextprotocol/clientInfo",
                JsonObject.of("name", Json.of("test"), "version", Json.of("1")),
                "io.modelcontextprotocol/clientCapabilities",
                capabilities);
        JsonObject request = JsonObject.builder()
                .put("jsonrpc", "2.0")
                .put("id", 1)
                .put("method", method)
                .put("params", params.with("_meta", meta))
                .build();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            byte[] line = (request + "\n").getBytes(StandardCharsets.UTF_8);
            StdioTransport.serve(server, new ByteArrayInputStream(line), out, Caller.anonymous("local/test"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return (JsonObject) Json.parse(out.toString(StandardCharsets.UTF_8).strip());
    }
}

package dev.holdfast.server;

import static dev.holdfast.checks.JsonText.json;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.StdioTransport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Asks a server over its stdio transport, one request a session, in the stateless revision unless another is said. */
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
        return last(request(1, method, params.with("_meta", meta)).toString());
    }

    /** The same in the newest revision that begins with a handshake. */
    JsonObject askAfterHandshake(String method, JsonObject params) {
        JsonObject client = JsonObject.of("name", Json.of("test"), "version", Json.of("1"));
        JsonObject hello = JsonObject.of(
                "protocolVersion", Json.of("2025-11-25"), "capabilities", JsonObject.EMPTY, "clientInfo", client);
        return last(
                request(1, "initialize", hello).toString(),
                json("{'jsonrpc':'2.0','method':'notifications/initialized'}"),
                request(2, method, params).toString());
    }

    private static JsonObject request(int id, String method, JsonObject params) {
        return JsonObject.builder()
                .put("jsonrpc", "2.0")
                .put("id", id)
                .put("method", method)
                .put("params", params)
                .build();
    }

    /** Sends messages and takes the answer to the last of them. */
    private JsonObject last(String... messages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            byte[] lines = (String.join("\n", messages) + "\n").getBytes(StandardCharsets.UTF_8);
            StdioTransport.serve(server, new ByteArrayInputStream(lines), out, Caller.anonymous("local/test"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        String[] answers = out.toString(StandardCharsets.UTF_8).strip().split("\n", -1);
        return (JsonObject) Json.parse(answers[answers.length - 1]);
    }
}

package dev.holdfast.cli.tour;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.StdioTransport;
import dev.holdfast.server.Profile;
import dev.holdfast.server.StateServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The same tools, called as a host calls them. */
final class ProtocolChapter implements Tour.Chapter {
    private final Holdfast holdfast;
    private final String version;

    ProtocolChapter(Holdfast holdfast, String version) {
        this.holdfast = holdfast;
        this.version = version;
    }

    @Override
    public String title() {
        return "Serving it";
    }

    @Override
    public void play(Guide guide) throws InterruptedException {
        guide.step("Over MCP, to a client of the stateless revision");
        String call = request("{'name':'state','arguments':{'key':'user_preferences'}}");
        String answer = exchange(guide, call);
        guide.notice(answer.contains("\"structuredContent\""), "the same answer, as text and as data")
                .notice(answer.contains("light"), "and the same state: it outlives the process that wrote it");

        guide.step("Over MCP, to a client that starts with a handshake");
        String hello = """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
            "capabilities":{},"clientInfo":{"name":"tour","version":"1"}}}\
            """;
        guide.notice(exchange(guide, hello).contains("\"2025-11-25\""), "both eras are served by one program");
    }

    private String exchange(Guide guide, String request) throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StdioTransport.serve(
                StateServer.over(holdfast, Profile.CORE, version, false),
                new ByteArrayInputStream((request + "\n").getBytes(StandardCharsets.UTF_8)),
                out,
                Caller.anonymous("local/tour"));
        guide.narrator().call(request);
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        lines.forEach(guide.narrator()::answer);
        return String.join("\n", lines);
    }

    /** A tool call of the stateless revision, as one line. */
    static String request(String params) {
        JsonObject meta = JsonObject.builder()
                .put("io.modelcontextprotocol/protocolVersion", "2026-07-28")
                .put("io.modelcontextprotocol/clientInfo", Guide.json("{'name':'tour','version':'1'}"))
                .put("io.modelcontextprotocol/clientCapabilities", JsonObject.EMPTY)
                .build();
        return JsonObject.builder()
                .put("jsonrpc", "2.0")
                .put("id", Json.of(1))
                .put("method", "tools/call")
                .put("params", Guide.json(params).with("_meta", meta))
                .build()
                .toString();
    }
}

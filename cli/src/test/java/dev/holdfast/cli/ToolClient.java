package dev.holdfast.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.checks.JsonText;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;

/** A client that runs {@code holdfast stdio}, speaks the stateless revision and shows forms. */
final class ToolClient implements AutoCloseable {
    private static final JsonObject META = (JsonObject) Json.parse(JsonText.json("""
            {'io.modelcontextprotocol/protocolVersion':'2026-07-28',
             'io.modelcontextprotocol/clientInfo':{'name':'test','version':'1'},
             'io.modelcontextprotocol/clientCapabilities':{'elicitation':{}}}"""));

    private final PrintStream toServer;
    private final BufferedReader fromServer;

    ToolClient(Shell shell, String profile) throws IOException {
        Pipe in = Pipe.open();
        Pipe out = Pipe.open();
        toServer = new PrintStream(Channels.newOutputStream(in.sink()), true, StandardCharsets.UTF_8);
        fromServer = new BufferedReader(
                new InputStreamReader(Channels.newInputStream(out.source()), StandardCharsets.UTF_8));
        Thread.ofVirtual().start(() -> {
            try (var written = new PrintStream(Channels.newOutputStream(out.sink()), true, StandardCharsets.UTF_8)) {
                shell.run(Channels.newInputStream(in.source()), written, "stdio", "--profile", profile);
            }
        });
    }

    /** What a tool answers as text, be it a result or a refusal. */
    String call(String tool, JsonObject arguments) {
        JsonObject result = result(params(tool, arguments));
        JsonArray content = requireNonNull(result.array("content"), result::toString);
        return String.valueOf(((JsonObject) content.get(0)).string("text"));
    }

    /** The same of a tool that puts a form, which a person fills in. */
    String call(String tool, JsonObject arguments, JsonObject filledIn) {
        JsonObject asked = result(params(tool, arguments));
        assertThat(asked.object("inputRequests")).as(asked.toString()).isNotNull();
        JsonObject answer = JsonObject.of("action", Json.of("accept"), "content", filledIn);
        JsonObject result = result(params(tool, arguments)
                .with("requestState", requireNonNull(asked.get("requestState")))
                .with("inputResponses", JsonObject.of("answer", answer)));
        return String.valueOf(requireNonNull(result.object("structuredContent"), result::toString));
    }

    private static JsonObject params(String tool, JsonObject arguments) {
        return JsonObject.of("name", Json.of(tool), "arguments", arguments, "_meta", META);
    }

    private JsonObject result(JsonObject params) {
        JsonObject request = JsonObject.builder()
                .put("jsonrpc", "2.0")
                .put("id", 1)
                .put("method", "tools/call")
                .put("params", params)
                .build();
        toServer.println(request);
        try {
            JsonObject reply = (JsonObject) Json.parse(requireNonNull(fromServer.readLine()));
            return requireNonNull(reply.object("result"), reply::toString);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Ends the server and waits for it, which closes its side then. */
    @Override
    public void close() throws IOException {
        toServer.close();
        while (fromServer.readLine() != null) {
            // It may still say something.
        }
        fromServer.close();
    }
}

package dev.holdfast.bench;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.Implementation;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.StdioTransport;
import dev.holdfast.mcp.Tool;
import dev.holdfast.mcp.ToolAnnotations;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.mcp.ToolDefinition;
import dev.holdfast.mcp.ToolResult;
import dev.holdfast.mcp.http.HttpConfig;
import dev.holdfast.mcp.http.HttpTransport;
import java.io.IOException;
import java.io.OutputStream;
import java.util.logging.LogManager;

/**
 * The protocol layer with nothing behind it: one tool that does nothing, by {@code http}, where the port is printed, or
 * by {@code stdio}. Ends when standard input does.
 */
final class EmptyServer {
    static final String TOOL = "nothing";
    static final String ANSWER = "done";

    private EmptyServer() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        LogManager.getLogManager().reset(); // the server's own log is not part of the report
        var server = McpServer.builder(Implementation.of("empty", "1"))
                .tool(new Nothing())
                .build();
        var caller = Caller.anonymous("bench");
        if (args[0].equals("stdio")) {
            StdioTransport.serve(server, System.in, System.out, caller);
            return;
        }
        try (var transport =
                HttpTransport.start(server, HttpConfig.builder(caller).build())) {
            System.out.println(transport.port());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static final class Nothing implements Tool {
        @Override
        public ToolDefinition definition() {
            var schema = JsonObject.of("type", Json.of("object"));
            return ToolDefinition.of(TOOL, "Does nothing", schema, new ToolAnnotations(true, false, true, false));
        }

        @Override
        public Outcome call(ToolCall call) {
            return Outcome.complete(ToolResult.text(ANSWER));
        }
    }
}

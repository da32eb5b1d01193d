package dev.holdfast.examples;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
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
import java.io.PrintStream;
import java.util.Objects;

/** Part 1: a tool that remembers what it was given, wherever its state lives. */
public final class StatefulTool implements Tool {
    private static final ToolAnnotations ANNOTATIONS = new ToolAnnotations(false, false, false, false);
    private static final JsonObject INPUT = (JsonObject) Json.parse("""
            {"type":"object","properties":{"key":{"type":"string"},"value":{}},"required":["key"]}""");

    private final State state;
    private final String kind;

    StatefulTool(Holdfast holdfast) {
        this.state = holdfast.open(StateSpec.named("little-tool"));
        this.kind = holdfast.store().stateType();
    }

    @Override
    public ToolDefinition definition() {
        return ToolDefinition.of("state", "Gets a key, or sets it if there is a value.", INPUT, ANNOTATIONS);
    }

    @Override
    public Outcome call(ToolCall call) {
        String key = call.arguments().string("key");
        if (key == null) {
            return Outcome.complete(ToolResult.error("key must be a string"));
        }
        Json value = call.arguments().get("value");
        if (value != null) {
            state.write(w -> w.set(key, value));
        }
        Json now = state.read().document().get(key);
        return Outcome.complete(JsonObject.of(
                "key",
                Json.of(key),
                "value",
                Objects.requireNonNullElse(now, JsonNull.NULL),
                "state_type",
                Json.of(kind)));
    }

    static void play(PrintStream out) throws InterruptedException {
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            Host host = new Host(new StatefulTool(holdfast), out);
            host.call("state", "{\"key\":\"user_preferences\",\"value\":{\"theme\":\"dark\",\"language\":\"en\"}}");
            host.call("state", "{\"key\":\"user_preferences\"}");
            host.call("state", "{\"key\":\"user_preferences\",\"value\":null}");
            host.call("state", "{\"key\":\"nothing\"}");
            host.call("state", "{\"value\":1}");
        }
    }

    /** Serves the tool to the process that started this one; the argument is the store's address. */
    public static void main(String[] arguments) throws InterruptedException {
        try (Holdfast holdfast = Holdfast.open(arguments.length == 0 ? "memory:" : arguments[0])) {
            McpServer server = McpServer.builder(Implementation.of("little-tool", "1.0"))
                    .tool(new StatefulTool(holdfast))
                    .build();
            StdioTransport.serve(server, System.in, System.out, Caller.anonymous("local/default"));
        }
    }
}

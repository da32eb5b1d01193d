package dev.holdfast.examples;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.Tool;
import dev.holdfast.mcp.ToolAnnotations;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.mcp.ToolDefinition;
import dev.holdfast.mcp.ToolResult;
import java.io.PrintStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** The exercise: the little tool with validation, event sourcing, commands and observers. */
public final class WholeTool implements Tool {
    private static final ToolAnnotations ANNOTATIONS = new ToolAnnotations(false, false, false, false);
    private static final JsonObject INPUT = (JsonObject) Json.parse("""
            {"type":"object","properties":{"action":{"enum":["get","set","undo","history"]},"key":{"type":"string"},\
            "value":{}}}""");
    private static final Json SCHEMA = Json.parse("""
            {"properties":{"volume":{"type":"integer","minimum":0,"maximum":11}}}""");

    private final State state;

    WholeTool(Holdfast holdfast, Consumer<Event> observer) {
        this.state = holdfast.open(StateSpec.named("whole-tool").schema(SCHEMA)); // validation
        state.observe(observer); // observers
    }

    @Override
    public ToolDefinition definition() {
        return ToolDefinition.of("state", "Keeps values by key; knows their history.", INPUT, ANNOTATIONS);
    }

    @Override
    public Outcome call(ToolCall call) {
        String key = String.valueOf(call.arguments().string("key"));
        Json value = call.arguments().get("value");
        try {
            switch (String.valueOf(call.arguments().string("action"))) {
                case "set" -> state.write(w -> w.set(key, value == null ? Json.of("") : value)); // a command
                case "undo" -> state.undo();
                case "history" -> {
                    return Outcome.complete(JsonObject.of("history", history())); // event sourcing
                }
                default -> {}
            }
            return Outcome.complete(state.read().document());
        } catch (HoldfastException e) {
            return Outcome.complete(ToolResult.error(e.failure().toJson()));
        }
    }

    private JsonArray history() {
        return JsonArray.copyOf(state.history(1, 100).stream()
                .filter(Event::changesDocument)
                .map(event -> Json.of(event.type() + " " + event.keys()))
                .toList());
    }

    static void play(PrintStream out) throws InterruptedException {
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            BlockingQueue<Event> observed = new LinkedBlockingQueue<>();
            Host host = new Host(new WholeTool(holdfast, observed::add), out);
            host.call("state", "{\"action\":\"set\",\"key\":\"volume\",\"value\":5}");
            host.call("state", "{\"action\":\"set\",\"key\":\"volume\",\"value\":12}");
            host.call("state", "{\"action\":\"set\",\"key\":\"volume\",\"value\":11}");
            host.call("state", "{\"action\":\"undo\"}");
            host.call("state", "{\"action\":\"history\"}");
            out.println(
                    "observed " + observed.take().keys() + " " + observed.take().keys());
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        play(System.out);
    }
}

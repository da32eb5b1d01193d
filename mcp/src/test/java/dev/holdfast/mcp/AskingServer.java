package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A server with one tool for each way to ask a client. */
final class AskingServer {
    static final JsonObject QUESTION = Peer.object(
            "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}},\"required\":[\"name\"]}");

    private AskingServer() {}

    static McpServer.Builder builder() {
        return McpServer.builder(FixtureServer.IMPLEMENTATION)
                .tool(FixtureServer.tool("greet", AskingServer::greet))
                .tool(FixtureServer.tool("everything", AskingServer::everything))
                .tool(FixtureServer.tool("steps", AskingServer::steps))
                .tool(FixtureServer.tool("confirm", AskingServer::confirm))
                .tool(FixtureServer.tool("confirm_too", AskingServer::confirm))
                .tool(FixtureServer.tool("adapt", AskingServer::adapt))
                .tool(FixtureServer.tool("checkpoint", AskingServer::checkpoint))
                .tool(FixtureServer.tool("visit", AskingServer::visit))
                .tool(FixtureServer.tool("delegate", AskingServer::delegate))
                .tool(FixtureServer.tool("endless", call -> asks("again", InputRequest.roots(), null)));
    }

    static InputRequest form(String message) {
        return InputRequest.form(message, QUESTION);
    }

    static InputRequest sampling() {
        return InputRequest.sampling(Peer.object("""
                {"messages":[{"role":"user","content":{"type":"text","text":"?"}}],"maxTokens":100}"""));
    }

    private static Outcome asks(String key, InputRequest request, @Nullable Json state) {
        return new Outcome.InputRequired(Map.of(key, request), state);
    }

    private static Outcome says(String text) {
        return Outcome.complete(ToolResult.text(text));
    }

    /** Needs no state, so answers on a first call do. */
    private static Outcome greet(ToolCall call) {
        return call.answers()
                .to("user_name")
                .map(answer -> switch (String.valueOf(answer.string("action"))) {
                    case "accept" ->
                        says("Hello, "
                                + Objects.requireNonNull(answer.object("content"))
                                        .string("name") + "!");
                    case "decline" -> says("No name, then.");
                    default -> says("Ask me later.");
                })
                .orElseGet(() -> asks("user_name", form("Your name?"), null));
    }

    private static Outcome everything(ToolCall call) {
        if (call.answers().byKey().size() == 3) {
            return says(call.state() + " " + call.answers().byKey());
        }
        Map<String, InputRequest> requests = new LinkedHashMap<>();
        requests.put("name", form("Your name?"));
        requests.put("model", sampling());
        requests.put("folders", InputRequest.roots());
        return new Outcome.InputRequired(requests, Json.of("all-three"));
    }

    /** Each answer goes into the state, as a client repeats the last ones only. */
    private static Outcome steps(ToolCall call) {
        JsonArray known = call.state() instanceof JsonArray array ? array : JsonArray.EMPTY;
        JsonArray now = call.answers()
                .to("step" + (known.size() + 1))
                .map(answer -> known.appended(answer))
                .orElse(known);
        return now.size() == 3
                ? says("known: " + now)
                : asks("step" + (now.size() + 1), form("Step " + (now.size() + 1) + "?"), now);
    }

    private static Outcome confirm(ToolCall call) {
        return call.state() != null && call.answers().to("confirm").isPresent()
                ? says("state-ok " + call.state())
                : asks("confirm", form("Sure?"), Json.of("a secret"));
    }

    private static Outcome adapt(ToolCall call) {
        if (!call.answers().byKey().isEmpty()) {
            return says("adapted");
        }
        ClientCapabilities client = call.context().clientCapabilities();
        return asks("it", client.elicitationForm() ? form("Your name?") : sampling(), null);
    }

    private static Outcome checkpoint(ToolCall call) {
        return call.state() == null
                ? new Outcome.InputRequired(Map.of(), Json.of("half"))
                : says("went on from " + call.state());
    }

    private static Outcome visit(ToolCall call) {
        return call.answers()
                .to("page")
                .map(answer -> says("visited: " + answer.string("action")))
                .orElseGet(() -> asks("page", InputRequest.url("Authorise", "https://example.com/connect?t=x"), null));
    }

    private static Outcome delegate(ToolCall call) {
        return call.answers()
                .to("model")
                .map(answer -> says("delegated"))
                .orElseGet(() -> asks(
                        "model",
                        InputRequest.sampling(Peer.object("{\"messages\":[],\"maxTokens\":1,\"tools\":[]}")),
                        null));
    }
}

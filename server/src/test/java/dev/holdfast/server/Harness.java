package dev.holdfast.server;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.Content;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.mcp.ToolResult;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Calls the tools as the protocol does, and holds every answer against the tool's output schema. JSON is written with
 * single quotes.
 */
final class Harness implements AutoCloseable {
    private final Holdfast holdfast;
    private final Caller caller;
    private final Map<String, StateTool> tools;

    private Harness(Holdfast holdfast, Caller caller) {
        this.holdfast = holdfast;
        this.caller = caller;
        this.tools = Profile.ALL.tools().stream()
                .collect(Collectors.toMap(tool -> tool.spec().name(), Function.identity()));
    }

    /** A fresh store, kept as {@code kind} says: {@code memory} or {@code sqlite}. */
    static Harness on(String kind, Path folder) {
        String address = kind.equals("memory") ? "memory:" : "sqlite:" + folder.resolve("state.db");
        return new Harness(Holdfast.open(address), Caller.anonymous("local/test"));
    }

    static Harness inMemory() {
        return new Harness(Holdfast.open("memory:"), Caller.anonymous("local/test"));
    }

    /** A store that the caller has opened. */
    static Harness over(Holdfast holdfast) {
        return new Harness(holdfast, Caller.anonymous("local/test"));
    }

    /** The same store, as seen by another principal. Closing it closes the store. */
    Harness as(Caller other) {
        return new Harness(holdfast, other);
    }

    Holdfast holdfast() {
        return holdfast;
    }

    Caller caller() {
        return caller;
    }

    /** Calls a tool that must succeed. */
    JsonObject call(String tool, String arguments) {
        ToolResult result = result(tool, object(arguments));
        assertThat(result.isError()).as(() -> text(result)).isFalse();
        JsonObject answer = (JsonObject) Objects.requireNonNull(result.structured());
        assertThat(text(result)).isEqualTo(answer.toString());
        assertThat(Conformance.violations(tool(tool).spec().output(), answer)).isEmpty();
        return answer;
    }

    /** Calls a tool that must fail, with this code. */
    JsonObject refused(String tool, String arguments, String code) {
        return refused(tool, object(arguments), code);
    }

    JsonObject refused(String tool, JsonObject arguments, String code) {
        ToolResult result = result(tool, arguments);
        assertThat(result.isError()).as(() -> text(result)).isTrue();
        JsonObject failure = (JsonObject) Json.parse(text(result));
        assertThat(failure.string("code")).as(failure::toString).isEqualTo(code);
        assertThat(failure.string("hint")).isNotBlank();
        return failure;
    }

    ToolResult result(String tool, JsonObject arguments) {
        StateToolAdapter adapter = new StateToolAdapter(tool(tool), holdfast, true);
        try {
            Outcome outcome =
                    adapter.call(new ToolCall(arguments, new PlainContext(caller), PlainContext.noAnswers(), null));
            return ((Outcome.Complete) outcome).result();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Opens an unnamed state with this document and answers its handle. */
    String open(String document) {
        return Objects.requireNonNull(
                call("state_open", "{'data':" + document + "}").string("handle"));
    }

    /** The state's whole document. */
    Json document(String handle) {
        return Objects.requireNonNull(
                call("state_read", "{'handle':'" + handle + "'}").get("data"));
    }

    static JsonObject object(String text) {
        return (JsonObject) Json.parse(json(text));
    }

    static Json value(String text) {
        return Json.parse(json(text));
    }

    private StateTool tool(String name) {
        return Objects.requireNonNull(tools.get(name), name);
    }

    private static String text(ToolResult result) {
        return ((Content.Text) result.content().get(0)).text();
    }

    @Override
    public void close() {
        holdfast.close();
    }
}

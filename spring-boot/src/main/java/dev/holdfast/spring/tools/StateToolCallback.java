package dev.holdfast.spring.tools;

import dev.holdfast.engine.Failure;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonParseException;
import dev.holdfast.mcp.Content;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.Tool;
import dev.holdfast.server.typed.DirectCall;
import dev.holdfast.spring.CallerPrincipal;
import java.util.stream.Collectors;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;

/** One tool, called with the text that a model wrote. */
final class StateToolCallback implements ToolCallback {
    private final Tool tool;
    private final CallerPrincipal caller;
    private final ToolDefinition definition;

    StateToolCallback(Tool tool, CallerPrincipal caller) {
        this.tool = tool;
        this.caller = caller;
        this.definition = ToolDefinition.builder()
                .name(tool.definition().name())
                .description(tool.definition().description())
                .inputSchema(tool.definition().inputSchema().toString())
                .build();
    }

    @Override
    public ToolDefinition getToolDefinition() {
        return definition;
    }

    /** The text of the result, also of a failure: the model reads what to do about it. */
    @Override
    public String call(String input) {
        Json arguments;
        try {
            arguments = input.isBlank() ? JsonObject.EMPTY : Json.parse(input);
        } catch (JsonParseException e) {
            arguments = Json.NULL;
        }
        if (!(arguments instanceof JsonObject given)) {
            return Failure.invalid("Arguments are an object in JSON.").toJson().toString();
        }
        return new DirectCall(caller.current(), ProtocolVersion.V2026_07_28)
                .call(tool, given).content().stream()
                        .filter(Content.Text.class::isInstance)
                        .map(content -> ((Content.Text) content).text())
                        .collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
        return "StateToolCallback[" + definition.name() + "]";
    }
}

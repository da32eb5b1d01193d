package dev.holdfast.mcp.sdk;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Turns;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.Tool;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.mcp.ToolDefinition;
import dev.holdfast.mcp.ToolResult;
import dev.holdfast.server.shared.Callers;
import dev.holdfast.server.shared.Unavailable;
import java.util.Objects;

/** A tool whose calls have a state, which the client names by a handle. */
final class HandledTool implements Tool {
    private static final JsonObject HANDLE = JsonObject.of(
            "type", Json.of("string"), "description", Json.of("From an earlier answer; leave it out to begin anew."));

    private final Holdfast holdfast;
    private final ToolDefinition definition;
    private final SdkFunction function;

    HandledTool(Holdfast holdfast, ToolDefinition definition, SdkFunction function) {
        this.holdfast = holdfast;
        this.function = function;
        this.definition = new ToolDefinition(
                definition.name(),
                definition.title(),
                definition.description(),
                withHandle(definition.inputSchema()),
                definition.outputSchema(),
                definition.annotations());
    }

    private static JsonObject withHandle(JsonObject schema) {
        JsonObject properties = Objects.requireNonNullElse(schema.object("properties"), JsonObject.EMPTY);
        return schema.with("properties", properties.with(SdkCall.HANDLE, HANDLE));
    }

    @Override
    public ToolDefinition definition() {
        return definition;
    }

    @Override
    public Outcome call(ToolCall request) throws InterruptedException {
        try {
            Principal principal = Callers.principal(request.context().caller());
            SdkCall call = new SdkCall(holdfast.admit(principal), request.arguments());
            return Outcome.complete(Turns.under(request.context().holder(), () -> call.answered(function.call(call))));
        } catch (StoreUnavailableException e) {
            return Outcome.complete(ToolResult.error(
                    Unavailable.failure(e, definition.annotations().readOnly()).toJson()));
        } catch (HoldfastException e) {
            return Outcome.complete(ToolResult.error(e.failure().toJson()));
        }
    }
}

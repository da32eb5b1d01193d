package dev.holdfast.server.console;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.States;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.Tool;
import dev.holdfast.mcp.ToolAnnotations;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.mcp.ToolDefinition;
import dev.holdfast.mcp.ToolResult;
import dev.holdfast.server.shared.Callers;
import dev.holdfast.server.shared.Unavailable;
import java.util.Collections;
import java.util.Set;

/** A tool that only the console has: what people look at, and models have no need of. It reads. */
abstract class ConsoleTool implements Tool {
    private final Holdfast holdfast;
    private final ToolDefinition definition;
    private final Set<String> scopes;

    /** @param scopes of which an authenticated caller needs one */
    ConsoleTool(Holdfast holdfast, String name, String description, String input, Set<String> scopes) {
        this.holdfast = holdfast;
        this.scopes = scopes;
        this.definition =
                ToolDefinition.of(name, description, (JsonObject) Json.parse(input), ToolAnnotations.READ_ONLY);
    }

    /** What the caller is answered, who was admitted and may ask. */
    abstract JsonObject answer(States states, JsonObject arguments);

    final Holdfast holdfast() {
        return holdfast;
    }

    @Override
    public final ToolDefinition definition() {
        return definition;
    }

    @Override
    public final Outcome call(ToolCall call) {
        try {
            Caller caller = call.context().caller();
            requireScope(caller);
            return Outcome.complete(answer(holdfast.admit(Callers.principal(caller)), call.arguments()));
        } catch (StoreUnavailableException e) {
            return refused(Unavailable.failure(e, true));
        } catch (HoldfastException e) {
            return refused(e.failure());
        }
    }

    /** Callers that are not told apart are those who may reach the console at all. */
    private void requireScope(Caller caller) {
        if (caller.authenticated() && Collections.disjoint(caller.scopes(), scopes)) {
            throw new Failure(
                            Failure.Code.FORBIDDEN,
                            JsonObject.EMPTY,
                            "Your credential needs one of the scopes " + String.join(", ", scopes) + ".")
                    .toException();
        }
    }

    private static Outcome refused(Failure failure) {
        return Outcome.complete(ToolResult.error(failure.toJson()));
    }
}

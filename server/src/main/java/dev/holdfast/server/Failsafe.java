package dev.holdfast.server;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.States;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.mcp.ToolCall;
import java.util.Objects;

/** Runs a tool so that a store that is not to be had is one more failure the caller is told of. */
final class Failsafe {
    private Failsafe() {}

    /** @throws HoldfastException whatever the failure is */
    static JsonObject answer(StateTool tool, Holdfast holdfast, Principal principal, JsonObject arguments)
            throws InterruptedException {
        StateCall call = StateCall.of(holdfast, principal, tool.spec(), arguments);
        return run(tool, () -> tool.answer(call));
    }

    /** One step of a client's call, likewise. */
    static Outcome step(StateTool tool, Holdfast holdfast, Principal principal, ToolCall request)
            throws InterruptedException {
        StateCall call = StateCall.of(holdfast, principal, tool.spec(), request.arguments());
        return run(tool, () -> tool.step(call, request));
    }

    /** What a tool does. */
    @FunctionalInterface
    private interface Work<T> {
        T run() throws InterruptedException;
    }

    private static <T> T run(StateTool tool, Work<T> work) throws InterruptedException {
        try {
            return work.run();
        } catch (StoreUnavailableException e) {
            throw unavailable(e, tool.spec().annotations().readOnly());
        }
    }

    /** What requests that are no calls of tools are told then. */
    static McpException unavailable() {
        return McpException.of(RpcError.internal("The store is not to be had now; try again"));
    }

    /** Lets a request in that is no call of a tool; one too many is told so by an error of the protocol. */
    static States admit(Holdfast holdfast, Principal principal) {
        try {
            return holdfast.admit(principal);
        } catch (HoldfastException e) {
            throw McpException.of(
                    RpcError.internal(e.failure().hint()).withData(e.failure().toJson()));
        }
    }

    /** A call that may have written before the store went away cannot know what became of it. */
    static HoldfastException unavailable(StoreUnavailableException e, boolean readOnly) {
        JsonObject facts = JsonObject.of(
                "outcome",
                Json.of(readOnly ? "none" : "unknown"),
                "reason",
                Json.of(Objects.requireNonNullElse(e.getMessage(), "unknown")));
        String hint = e.damagedRevision().isPresent()
                ? "What is stored of this state is damaged; trying again does not help. Restore a backup, or open another state."
                : "The store is not to be had now. Retry with the same op; that is safe.";
        return new Failure(Failure.Code.UNAVAILABLE, facts, hint).toException();
    }
}

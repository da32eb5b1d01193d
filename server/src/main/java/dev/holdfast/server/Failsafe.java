package dev.holdfast.server;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Turns;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.server.shared.Unavailable;

/** Runs a tool so that an unavailable store is reported to the caller as a failure like others. */
final class Failsafe {
    private Failsafe() {}

    /** @throws HoldfastException for every failure, an unavailable store included */
    static JsonObject answer(StateTool tool, Holdfast holdfast, Principal principal, JsonObject arguments)
            throws InterruptedException {
        return run(holdfast, tool, arguments, () -> tool.answer(StateCall.of(holdfast, principal, tool, arguments)));
    }

    /** One step of a client's call, likewise. */
    static Outcome step(StateTool tool, Holdfast holdfast, Principal principal, ToolCall request)
            throws InterruptedException {
        String holder = request.context().holder();
        JsonObject sent = request.arguments();
        return Turns.under(
                holder,
                () -> run(
                        holdfast, tool, sent, () -> tool.step(StateCall.of(holdfast, principal, tool, sent), request)));
    }

    /** What a tool does. */
    @FunctionalInterface
    private interface Work<T> {
        T run() throws InterruptedException;
    }

    private static <T> T run(Holdfast holdfast, StateTool tool, JsonObject sent, Work<T> work)
            throws InterruptedException {
        try {
            return work.run();
        } catch (StoreUnavailableException e) {
            throw Unavailable.failure(e, tool.spec().annotations().readOnly()).toException();
        } catch (HoldfastException e) {
            throw withOp(holdfast, Refusal.named(e.failure(), sent)).toException();
        }
    }

    /**
     * A failure with an id for the caller's next change, as every answer carries one. Only a caller that has to send
     * the same id again gets none that it could be mistaken for.
     */
    static Failure withOp(Holdfast holdfast, Failure failure) {
        boolean same =
                failure.code() == Failure.Code.UNAVAILABLE || failure.facts().has("op");
        return same
                ? failure
                : new Failure(
                        failure.code(), failure.facts().with("op", Json.of(holdfast.mintCommandId())), failure.hint());
    }

    /** The error for requests that are not tool calls. */
    static McpException unavailable() {
        return McpException.of(RpcError.internal("The store is unavailable; try again"));
    }
}

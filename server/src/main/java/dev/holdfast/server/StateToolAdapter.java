package dev.holdfast.server;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.States;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.RequestContext;
import dev.holdfast.mcp.Tool;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.mcp.ToolDefinition;
import dev.holdfast.mcp.ToolResult;
import dev.holdfast.server.shared.Callers;

/**
 * Adapts a tool to the protocol: an answer is a structured result, a failure an error result that the model can act on.
 */
final class StateToolAdapter implements Tool {
    private final StateTool tool;
    private final Holdfast holdfast;
    private final ToolDefinition definition;

    StateToolAdapter(StateTool tool, Holdfast holdfast, boolean withOutput) {
        this.tool = tool;
        this.holdfast = holdfast;
        this.definition = tool.spec().definition(withOutput);
    }

    @Override
    public ToolDefinition definition() {
        return definition;
    }

    @Override
    public boolean repeatsSteps() {
        return tool.repeatsSteps();
    }

    @Override
    public Outcome call(ToolCall call) throws InterruptedException {
        try {
            Principal principal = Callers.principal(call.context().caller());
            if (call.state() == null) {
                holdfast.admit(principal); // further steps belong to a call that was admitted
            }
            return Failsafe.step(tool, holdfast, principal, call);
        } catch (HoldfastException e) {
            Failure failure = Failsafe.withOp(holdfast, e.failure());
            return Outcome.complete(ToolResult.error(failure.toJson()));
        }
    }

    /** Admits a request that is not a tool call, and returns the states as its caller sees them. */
    static States states(Holdfast holdfast, RequestContext context) {
        return Callers.admit(holdfast, Callers.principal(context.caller()));
    }
}

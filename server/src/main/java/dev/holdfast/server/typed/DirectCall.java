package dev.holdfast.server.typed;

import dev.holdfast.engine.Principal;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Answers;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.RequestContext;
import dev.holdfast.mcp.Tool;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.mcp.ToolResult;

/**
 * A call of a tool by a program that has no connection to a client of its own: a server of another library, or an agent
 * within the program. No person is asked for anything, and what would go on as a task is waited for. The caller counts
 * as one whose credential was not seen, so that what needs the word of a person is refused. Immutable.
 *
 * @param principal who calls
 * @param version the revision of the protocol that results are made for
 */
public record DirectCall(Principal principal, ProtocolVersion version) {
    /** Calls a tool, with all its steps. A failure is a result, also one of the protocol. */
    public ToolResult call(Tool tool, JsonObject arguments) {
        try {
            return steps(tool, arguments, new DirectRequest(principal, version));
        } catch (McpException e) {
            return ToolResult.error(e.error().message());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ToolResult.error("The call was cancelled.");
        }
    }

    private static ToolResult steps(Tool tool, JsonObject arguments, RequestContext context)
            throws InterruptedException {
        Json state = null;
        while (true) {
            switch (tool.call(new ToolCall(arguments, context, Answers.NONE, state))) {
                case Outcome.Complete(ToolResult result) -> {
                    return result;
                }
                case Outcome.Failed failed -> {
                    return ToolResult.error(failed.error().message());
                }
                case Outcome.InputRequired asked -> {
                    return ToolResult.error("This tool asks the person, which this server cannot do.");
                }
                case Outcome.Task task -> {
                    if (task.required()) {
                        return ToolResult.error("This tool works in the background, which this server cannot do.");
                    }
                    state = task.state();
                }
            }
        }
    }
}

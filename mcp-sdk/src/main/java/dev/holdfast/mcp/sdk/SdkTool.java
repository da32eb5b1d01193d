package dev.holdfast.mcp.sdk;

import dev.holdfast.engine.Principal;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Answers;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.RequestContext;
import dev.holdfast.mcp.Tool;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.mcp.ToolResult;
import org.jspecify.annotations.Nullable;

/** A tool as servers of the SDK call it: all its steps at once. */
record SdkTool(Tool tool) {
    ToolResult call(@Nullable Principal principal, boolean isModern, JsonObject arguments) {
        if (principal == null) {
            return ToolResult.error("It is not known who calls, so nothing was done.");
        }
        try {
            return steps(arguments, new SdkRequest(principal, isModern));
        } catch (McpException e) {
            return ToolResult.error(e.error().message());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ToolResult.error("The call was cancelled.");
        }
    }

    private ToolResult steps(JsonObject arguments, RequestContext context) throws InterruptedException {
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

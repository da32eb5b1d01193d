package dev.holdfast.mcp.sdk;

import dev.holdfast.engine.Principal;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.Tool;
import dev.holdfast.mcp.ToolResult;
import dev.holdfast.server.typed.DirectCall;
import org.jspecify.annotations.Nullable;

/** A tool as servers of the SDK call it: all its steps at once. */
record SdkTool(Tool tool) {
    ToolResult call(@Nullable Principal principal, boolean isModern, JsonObject arguments) {
        if (principal == null) {
            return ToolResult.error("It is not known who calls, so nothing was done.");
        }
        ProtocolVersion version = isModern ? ProtocolVersion.V2026_07_28 : ProtocolVersion.LATEST_LEGACY;
        return new DirectCall(principal, version).call(tool, arguments);
    }
}

package dev.holdfast.mcp.sdk;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.ToolAnnotations;
import dev.holdfast.mcp.ToolDefinition;
import dev.holdfast.mcp.ToolResult;
import io.modelcontextprotocol.spec.McpSchema;

/** Tools and results as the SDK's first generation has them. */
final class HandshakeForms {
    private HandshakeForms() {}

    static McpSchema.Tool tool(ToolDefinition definition) {
        McpSchema.Tool.Builder tool = McpSchema.Tool.builder(definition.name(), SdkValues.map(definition.inputSchema()))
                .description(definition.description())
                .annotations(annotations(definition.annotations()));
        String title = definition.title();
        if (title != null) {
            tool.title(title);
        }
        JsonObject output = definition.outputSchema();
        if (output != null) {
            tool.outputSchema(SdkValues.map(output));
        }
        return tool.build();
    }

    private static McpSchema.ToolAnnotations annotations(ToolAnnotations hints) {
        return McpSchema.ToolAnnotations.builder()
                .readOnlyHint(hints.readOnly())
                .destructiveHint(hints.destructive())
                .idempotentHint(hints.idempotent())
                .openWorldHint(hints.openWorld())
                .build();
    }

    static McpSchema.CallToolResult result(ToolResult answer) {
        McpSchema.CallToolResult.Builder result = McpSchema.CallToolResult.builder();
        answer.content().forEach(content -> result.addTextContent(SdkValues.text(content)));
        if (answer.structured() instanceof JsonObject structured) {
            result.structuredContent(SdkValues.map(structured));
        }
        return result.isError(answer.isError()).build();
    }
}

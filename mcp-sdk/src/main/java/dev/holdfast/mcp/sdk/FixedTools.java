package dev.holdfast.mcp.sdk;

import io.modelcontextprotocol.modern.server.McpRequestContext;
import io.modelcontextprotocol.modern.server.feature.McpSyncTool;
import io.modelcontextprotocol.modern.server.feature.McpSyncToolRepository;
import io.modelcontextprotocol.modern.server.feature.ToolsPage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The same tools for every caller, on one page. */
final class FixedTools implements McpSyncToolRepository {
    private final List<McpSyncTool> tools;

    FixedTools(List<McpSyncTool> tools) {
        this.tools = tools;
    }

    @Override
    public ToolsPage list(McpRequestContext context, @Nullable String cursor) {
        return ToolsPage.of(tools.stream().map(McpSyncTool::definition).toList());
    }

    @Override
    public @Nullable McpSyncTool find(McpRequestContext context, String name) {
        return tools.stream()
                .filter(tool -> tool.definition().name().equals(name))
                .findFirst()
                .orElse(null);
    }
}

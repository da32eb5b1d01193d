package dev.holdfast.mcp.sdk;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Tool;
import dev.holdfast.mcp.ToolDefinition;
import dev.holdfast.server.Profile;
import dev.holdfast.server.StateServer;
import dev.holdfast.server.typed.ToolMethods;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.modern.server.feature.McpSyncTool;
import io.modelcontextprotocol.modern.server.feature.McpSyncToolRepository;
import io.modelcontextprotocol.server.McpServerFeatures;
import io.modelcontextprotocol.server.McpStatelessServerFeatures;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Tools over states, for servers of the official MCP Java SDK, of both of its generations:
 *
 * <pre>{@code
 * SdkTools tools = SdkTools.of(holdfast, context -> Principal.local("default")).states(Profile.CORE);
 * McpServer.sync(transport).tools(tools.sessions())
 * }</pre>
 *
 * <p>The client is not asked for anything: what needs the word of a person is refused, and what would go on as a task
 * is waited for. A {@code HoldfastException} is a result that the model can act on, with code, facts and hint.
 * Immutable; the methods of an instance return changed copies.
 */
public final class SdkTools {
    private final Holdfast holdfast;
    private final Function<McpTransportContext, Principal> principals;
    private final List<SdkTool> tools;

    private SdkTools(Holdfast holdfast, Function<McpTransportContext, Principal> principals, List<SdkTool> tools) {
        this.holdfast = holdfast;
        this.principals = principals;
        this.tools = tools;
    }

    /**
     * No tools yet.
     *
     * @param principals who calls, from what the server's transport tells of the request, such as the subject of a
     *     token that a filter checked
     */
    public static SdkTools of(Holdfast holdfast, Function<McpTransportContext, Principal> principals) {
        return new SdkTools(holdfast, principals, List.of());
    }

    /** The same tools and those of Holdfast's own server: {@code state_open}, {@code state_write} and so on. */
    public SdkTools states(Profile profile) {
        return with(StateServer.tools(holdfast, profile, false));
    }

    /** The same tools and one written for a server of Holdfast, such as a {@code TypedTool}. */
    public SdkTools tool(Tool tool) {
        return with(List.of(tool));
    }

    /** The same tools and the methods of objects that are marked as {@code ToolMethod}, see {@link ToolMethods}. */
    public SdkTools methods(Object... objects) {
        return with(ToolMethods.of(holdfast, objects));
    }

    /**
     * The same tools and one with a state: {@link SdkCall#state()} is a new one, or that of the argument
     * {@code handle}, which is added to the schema of the arguments.
     */
    public SdkTools tool(ToolDefinition definition, SdkFunction function) {
        return tool(new HandledTool(holdfast, definition, function));
    }

    /** The tools for a server with sessions: {@code McpServer.sync(…).tools(…)}. */
    public List<McpServerFeatures.SyncToolSpecification> sessions() {
        return tools.stream()
                .map(tool -> new McpServerFeatures.SyncToolSpecification(
                        HandshakeForms.tool(tool.tool().definition()),
                        (exchange, request) ->
                                handshake(tool, exchange.transportContext(), SdkValues.json(request.arguments()))))
                .toList();
    }

    /** The tools for a server of the first generation without sessions. */
    public List<McpStatelessServerFeatures.SyncToolSpecification> stateless() {
        return tools.stream()
                .map(tool -> new McpStatelessServerFeatures.SyncToolSpecification(
                        HandshakeForms.tool(tool.tool().definition()),
                        (context, request) -> handshake(tool, context, SdkValues.json(request.arguments()))))
                .toList();
    }

    private McpSchema.CallToolResult handshake(SdkTool tool, McpTransportContext context, JsonObject arguments) {
        return HandshakeForms.result(tool.call(principals.apply(context), false, arguments));
    }

    /** The tools for a server of the revision 2026-07-28, to put beside others. */
    public List<McpSyncTool> modern() {
        return tools.stream()
                .map(tool -> McpSyncTool.of(
                        ModernForms.tool(tool.tool().definition()),
                        (context, request) -> ModernForms.result(tool.call(
                                principals.apply(context.transportContext()),
                                true,
                                SdkValues.json(request.arguments())))))
                .toList();
    }

    /** All tools of such a server: {@code McpServer.builder().feature(ToolsFeature.ofSync(…))}. */
    public McpSyncToolRepository repository() {
        return new FixedTools(modern());
    }

    private SdkTools with(List<Tool> more) {
        return new SdkTools(
                holdfast,
                principals,
                Stream.concat(tools.stream(), more.stream().map(SdkTool::new)).toList());
    }

    @Override
    public String toString() {
        return "SdkTools"
                + tools.stream().map(tool -> tool.tool().definition().name()).toList();
    }
}

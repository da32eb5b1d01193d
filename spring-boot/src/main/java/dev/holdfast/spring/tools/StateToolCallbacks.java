package dev.holdfast.spring.tools;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.mcp.Tool;
import dev.holdfast.server.Profile;
import dev.holdfast.server.StateServer;
import dev.holdfast.server.typed.ToolMethods;
import dev.holdfast.spring.CallerPrincipal;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.ToolCallbackProvider;

/**
 * Tools over the states of who calls, for a model that an application asks through Spring AI:
 *
 * <pre>{@code
 * chatClient.prompt(text).toolCallbacks(StateToolCallbacks.of(holdfast, caller).methods(new Carts()))
 * }</pre>
 *
 * <p>Who calls is asked on the thread that calls the tool. The person is asked nothing, and what would go on as a task
 * is waited for. A {@code HoldfastException} is a result that the model can act on, with code, facts and hint.
 * Immutable; the methods of an instance return changed copies.
 */
public final class StateToolCallbacks implements ToolCallbackProvider {
    private final Holdfast holdfast;
    private final CallerPrincipal caller;
    private final List<Tool> tools;

    private StateToolCallbacks(Holdfast holdfast, CallerPrincipal caller, List<Tool> tools) {
        this.holdfast = holdfast;
        this.caller = caller;
        this.tools = tools;
    }

    /** No tools yet. */
    public static StateToolCallbacks of(Holdfast holdfast, CallerPrincipal caller) {
        return new StateToolCallbacks(holdfast, caller, List.of());
    }

    /** The same tools and those of Holdfast's own server: {@code state_open}, {@code state_write} and so on. */
    public StateToolCallbacks states(Profile profile) {
        return with(StateServer.tools(holdfast, profile, false));
    }

    /**
     * The same tools and the methods of objects that are marked as {@code ToolMethod}, see {@link ToolMethods}.
     *
     * @throws HoldfastException {@code invalid} if one cannot be a tool
     */
    public StateToolCallbacks methods(Object... objects) {
        return with(ToolMethods.of(holdfast, objects));
    }

    private StateToolCallbacks with(List<Tool> more) {
        return new StateToolCallbacks(
                holdfast, caller, Stream.concat(tools.stream(), more.stream()).toList());
    }

    @Override
    public ToolCallback[] getToolCallbacks() {
        return tools.stream().map(tool -> new StateToolCallback(tool, caller)).toArray(ToolCallback[]::new);
    }

    @Override
    public String toString() {
        return "StateToolCallbacks"
                + tools.stream().map(tool -> tool.definition().name()).toList();
    }
}

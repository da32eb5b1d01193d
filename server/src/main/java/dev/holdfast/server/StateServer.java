package dev.holdfast.server;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.mcp.ChangeKind;
import dev.holdfast.mcp.EventPolicy;
import dev.holdfast.mcp.Icon;
import dev.holdfast.mcp.Implementation;
import dev.holdfast.mcp.InputPolicy;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.ServerChanges;
import dev.holdfast.mcp.SessionStore;
import dev.holdfast.mcp.StateKeys;
import dev.holdfast.mcp.TaskPolicy;
import dev.holdfast.mcp.Tool;
import dev.holdfast.server.events.StateEvents;
import dev.holdfast.server.shared.StoredSessions;
import dev.holdfast.server.shared.StoredTasks;
import dev.holdfast.server.shared.StoredUses;
import java.time.Duration;
import java.util.List;

/** Puts the states of a store behind a protocol server. */
public final class StateServer {
    private static final String INSTRUCTIONS = """
        State that outlives this conversation. `state` gets and sets keys of your default state. For anything of\
         its own, state_open returns a `handle`: keep it, pass it to every other tool, list states if you lost it.\
         Every answer carries a fresh `op`; send it with your next change and resend the same one to retry\
         safely.\
        """;

    /** Three layers, of which the uppermost is highlighted. */
    private static final Icon ICON = new Icon(
            "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E"
                    + "%3Cg fill='%232b6cb0'%3E"
                    + "%3Crect x='3' y='3' width='18' height='5' rx='1'/%3E"
                    + "%3Crect x='3' y='10' width='18' height='4' rx='1' opacity='.6'/%3E"
                    + "%3Crect x='3' y='16' width='18' height='4' rx='1' opacity='.35'/%3E"
                    + "%3C/g%3E%3C/svg%3E",
            "image/svg+xml", List.of("any"));

    /** Two days; use is recorded only in the second, so an unused session lives one day at least. */
    private static final Duration SESSION_IDLE = Duration.ofDays(2);

    /** The longest wait is an hour, and its result can be fetched for another hour. */
    private static final Duration TASK_LIFETIME = Duration.ofHours(2);

    /** Tasks mostly wait: each costs sleeping threads, and nothing on disk. */
    private static final int MOST_TASKS = 1_000;

    /** Of one authenticated principal: ten of them are needed to take all. */
    private static final int MOST_TASKS_OF_ONE = 100;

    private StateServer() {}

    /** The sessions of the handshake era, kept in the store itself: every instance that serves it serves them. */
    public static SessionStore sessions(Holdfast holdfast) {
        return new StoredSessions(holdfast, SESSION_IDLE);
    }

    /**
     * The policy by which tools ask: each answer counts once, whichever instance receives it.
     *
     * @param keys those of all instances behind one address; with random keys only the instance that asked can take the
     *     answer
     */
    public static InputPolicy input(Holdfast holdfast, StateKeys keys) {
        return InputPolicy.standard()
                .withKeys(keys)
                .withSingleUse(new StoredUses(holdfast, holdfast.clock()))
                .withClock(holdfast.clock());
    }

    /** What happens to states, for clients that poll or are sent it; webhooks may be added. */
    public static EventPolicy events(Holdfast holdfast) {
        return EventPolicy.standard(new StateEvents(holdfast));
    }

    /**
     * A server that shows {@code profile}'s tools and the states as resources.
     *
     * @param version of the product, as shown to clients
     * @param outputSchemas whether tools publish the schemas of their answers; costs every conversation tokens
     */
    public static McpServer over(Holdfast holdfast, Profile profile, String version, boolean outputSchemas) {
        return describe(holdfast, profile, version, outputSchemas).build();
    }

    /** The tools of such a server, for a server that another library brings. */
    public static List<Tool> tools(Holdfast holdfast, Profile profile, boolean outputSchemas) {
        return profile.tools().stream()
                .<Tool>map(tool -> new StateToolAdapter(tool, holdfast, outputSchemas))
                .toList();
    }

    /** The same as a builder, to add further parts such as an observer of requests. */
    public static McpServer.Builder describe(
            Holdfast holdfast, Profile profile, String version, boolean outputSchemas) {
        McpServer.Builder server = McpServer.builder(new Implementation(
                "holdfast", version, "Holdfast", "The state layer for MCP tools", null, List.of(ICON)));
        tools(holdfast, profile, outputSchemas).forEach(server::tool);
        StatePrompts.of(holdfast, profile).forEach(server::prompt);
        return server.resources(new StateResources(holdfast))
                .completions(new StateCompletions(holdfast))
                .changes(ServerChanges.of(new StateChanges(holdfast), ChangeKind.RESOURCE))
                .events(events(holdfast))
                .scopes(StateScopes.policy(profile, holdfast))
                .input(input(holdfast, StateKeys.random()))
                .tasks(TaskPolicy.standard(new StoredTasks(holdfast, holdfast.clock()))
                        .withClock(holdfast.clock())
                        .withLifetime(TASK_LIFETIME)
                        .withMaxRunning(MOST_TASKS)
                        .withMaxRunningPerCaller(MOST_TASKS_OF_ONE))
                .instructions(INSTRUCTIONS);
    }
}

package dev.holdfast.mcp;

import dev.holdfast.mcp.internal.era.Eras;
import dev.holdfast.mcp.internal.era.Offer;
import dev.holdfast.mcp.internal.era.Prompts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server independent of any transport: its tools, resources, prompts and policies. Immutable and thread-safe; several
 * transports may serve it at once. Answers that never change are rendered when it is built.
 */
public final class McpServer {
    private final Implementation implementation;
    private final List<ToolDefinition> definitions;
    private final ServerLimits limits;
    private final Eras eras;

    private McpServer(Builder builder) {
        this.implementation = builder.implementation;
        this.definitions = List.copyOf(builder.definitions);
        this.limits = builder.limits;
        this.eras = new Eras(offer(builder), limits, builder.scopes, builder.observer);
    }

    private static Offer offer(Builder builder) {
        ServerChanges changes = builder.changes;
        return new Offer(
                builder.implementation,
                Map.copyOf(builder.tools),
                List.copyOf(builder.definitions),
                builder.resources,
                Prompts.of(builder.prompts),
                builder.completions,
                builder.logging,
                builder.instructions,
                changes == null ? null : changes.announcements(),
                builder.pageSize,
                builder.input,
                builder.tasks,
                builder.events);
    }

    /** Starts describing a server. */
    public static Builder builder(Implementation implementation) {
        return new Builder(implementation);
    }

    /** How the server describes itself. */
    public Implementation implementation() {
        return implementation;
    }

    /** The tools as listed, in the order they were added. */
    public List<ToolDefinition> tools() {
        return definitions;
    }

    /** The bounds on what a client can make this server use. */
    public ServerLimits limits() {
        return limits;
    }

    /**
     * For the transports of this project. The package of the result is not exported, so other transports cannot use it,
     * and it may change in any release.
     */
    public Eras eras() {
        return eras;
    }

    @Override
    public String toString() {
        return "McpServer[" + implementation.name() + " " + implementation.version() + ", " + definitions.size()
                + " tools]";
    }

    /** Collects the parts of a server. Not thread-safe. */
    public static final class Builder {
        private static final int DEFAULT_PAGE_SIZE = 100;

        private final Implementation implementation;
        private final Map<String, Tool> tools = new LinkedHashMap<>();
        private final List<ToolDefinition> definitions = new ArrayList<>();
        private @Nullable ResourceProvider resources;
        private final List<Prompt> prompts = new ArrayList<>();
        private @Nullable CompletionProvider completions;
        private boolean logging;
        private @Nullable String instructions;
        private @Nullable ServerChanges changes;
        private ServerLimits limits = ServerLimits.DEFAULT;
        private int pageSize = DEFAULT_PAGE_SIZE;
        private InputPolicy input = InputPolicy.standard();
        private ScopePolicy scopes = ScopePolicy.NONE;
        private @Nullable RequestObserver observer;
        private @Nullable TaskPolicy tasks;
        private @Nullable EventPolicy events;

        private Builder(Implementation implementation) {
            this.implementation = implementation;
        }

        /**
         * Offers a tool; tools are listed in the order they are added.
         *
         * @throws IllegalArgumentException if a tool of that name was added already
         */
        public Builder tool(Tool tool) {
            ToolDefinition definition = tool.definition();
            if (tools.putIfAbsent(definition.name(), tool) != null) {
                throw new IllegalArgumentException("There are two tools named " + definition.name());
            }
            definitions.add(definition);
            return this;
        }

        /**
         * Offers several tools.
         *
         * @throws IllegalArgumentException if two tools have the same name
         */
        public Builder tools(Collection<? extends Tool> several) {
            several.forEach(this::tool);
            return this;
        }

        /** Offers resources. */
        public Builder resources(ResourceProvider provider) {
            this.resources = provider;
            return this;
        }

        /** Offers a prompt; prompts are listed in the order they are added. No two have the same name. */
        public Builder prompt(Prompt prompt) {
            prompts.add(prompt);
            return this;
        }

        /** Offers values for the arguments of prompts and the variables of resource templates. */
        public Builder completions(CompletionProvider provider) {
            this.completions = provider;
            return this;
        }

        /** Sends {@link RequestContext#log()} to clients that ask for it; without this, log messages are dropped. */
        public Builder logging() {
            this.logging = true;
            return this;
        }

        /** Lets clients subscribe to changes. */
        public Builder changes(ServerChanges told) {
            this.changes = told;
            return this;
        }

        /** Tells the model how to use the server as a whole. */
        public Builder instructions(String text) {
            this.instructions = text;
            return this;
        }

        /** Replaces {@link ServerLimits#DEFAULT}. */
        public Builder limits(ServerLimits replacement) {
            this.limits = replacement;
            return this;
        }

        /**
         * How many tools, prompts or templates one page of a list holds, 100 unless set.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder pageSize(int items) {
            if (items < 1) {
                throw new IllegalArgumentException("A page holds at least one item, but this is " + items);
            }
            this.pageSize = items;
            return this;
        }

        /** Replaces {@link InputPolicy#standard()}. */
        public Builder input(InputPolicy policy) {
            this.input = policy;
            return this;
        }

        /**
         * Answers an {@link Outcome.Task} with a task if the client can follow tasks; without this, the client waits
         * until the work is done.
         */
        public Builder tasks(TaskPolicy policy) {
            this.tasks = policy;
            return this;
        }

        /**
         * Offers events that clients poll and are sent, by the extension {@code io.modelcontextprotocol/events}. The
         * handshake era does not have it.
         */
        public Builder events(EventPolicy policy) {
            this.events = policy;
            return this;
        }

        /** The scopes that requests of authenticated callers need; none unless set. */
        public Builder scopes(ScopePolicy policy) {
            this.scopes = policy;
            return this;
        }

        /** Reports every request to {@code requests}; to no observer unless set. */
        public Builder observer(RequestObserver requests) {
            this.observer = requests;
            return this;
        }

        /**
         * The server as described so far.
         *
         * @throws IllegalArgumentException if two prompts or two types of events have the same name
         */
        public McpServer build() {
            return new McpServer(this);
        }
    }
}

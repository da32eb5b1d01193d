package dev.holdfast.server.typed;

import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.engine.typed.TypedState;
import dev.holdfast.engine.typed.ValueMapper;
import dev.holdfast.mcp.RequestContext;

/** Who calls a tool, and what belongs to that principal. Thread-safe. */
public final class ToolCaller {
    private static final String HANDLE = "st_";

    private final States states;
    private final RequestContext context;
    private final ValueMapper mapper;

    ToolCaller(States states, RequestContext context, ValueMapper mapper) {
        this.states = states;
        this.context = context;
        this.mapper = mapper;
    }

    /** Who calls: the subject of a credential, or the namespace of a transport that checks none. */
    public Principal principal() {
        return states.principal();
    }

    /** The states as the caller sees them. */
    public States states() {
        return states;
    }

    /**
     * The state of the caller that has this handle or name. A name is opened, and the state created if there is none.
     *
     * @param target a handle ({@code st_…}), a name, or a name after {@code @}
     * @throws HoldfastException {@code not_found} if there is no such handle for the caller
     */
    public State state(String target) {
        if (target.startsWith(HANDLE)) {
            return states.state(target);
        }
        String name = target.startsWith("@") ? target.substring(1) : target;
        return states.open(StateSpec.named(name)).state();
    }

    /** The same as values of a type. */
    public <T> TypedState<T> state(String target, Class<T> type) {
        return TypedState.of(state(target), type, mapper);
    }

    /** The request: its progress, cancellation, log and revision, and what the client can be asked for. */
    public RequestContext request() {
        return context;
    }

    @Override
    public String toString() {
        return "ToolCaller[" + principal().id() + "]";
    }
}

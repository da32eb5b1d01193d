package dev.holdfast.server;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.State;
import dev.holdfast.engine.Subscription;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.RequestContext;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.mcp.SubscriptionSource;
import dev.holdfast.server.shared.Callers;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Notifies clients of changes to the states they listen to, by any process. A state is observed as long as a client
 * listens to it, and only clients that may read it can listen.
 */
final class StateChanges implements SubscriptionSource {
    private static final Set<EventType> ENDS =
            EnumSet.of(EventType.CLOSED, EventType.EXPIRED, EventType.ERASED, EventType.REOPENED);

    private final Holdfast holdfast;

    StateChanges(Holdfast holdfast) {
        this.holdfast = holdfast;
    }

    @Override
    public boolean admits(String uri, RequestContext context) {
        Optional<StateUri> address = StateUri.parse(uri);
        return address.isPresent() && isReadable(address.get(), context.caller());
    }

    @Override
    public boolean stillAdmits(String uri, Caller caller) {
        return StateUri.parse(uri)
                .filter(address -> isReadable(address, caller))
                .isPresent();
    }

    @Override
    public Watch watch(String uri, Caller first, Runnable changed) {
        return watch(uri, first, changed, () -> {});
    }

    @Override
    public Watch watch(String uri, Caller first, Runnable changed, Runnable accessChanged) {
        StateUri address = StateUri.parse(uri).orElseThrow(() -> McpException.of(RpcError.internal("Not a state")));
        State state = state(address, first);
        long next = state.read().revision() + 1;
        // For all who listen, of whom the first may lose access. Events that were compacted before they were seen may
        // have changed anything.
        Subscription subscription =
                holdfast.observe(state.handle(), next, event -> tell(address, event, changed, accessChanged), gone -> {
                    accessChanged.run();
                    changed.run();
                });
        return subscription::close;
    }

    private static void tell(StateUri address, Event event, Runnable changed, Runnable accessChanged) {
        if (event.type() == EventType.SHARED) {
            accessChanged.run();
        }
        if (concerns(address, event)) {
            changed.run();
        }
    }

    private boolean isReadable(StateUri address, Caller caller) {
        try {
            state(address, caller).touch();
            return true;
        } catch (HoldfastException | StoreUnavailableException e) {
            return false; // the reason is hidden, as the caller may not be allowed to know it
        }
    }

    private State state(StateUri address, Caller caller) {
        return holdfast.as(Callers.principal(caller)).state(address.handle());
    }

    /** A closed state can no longer be read, which is a change for its readers. */
    private static boolean concerns(StateUri address, Event event) {
        boolean ends = ENDS.contains(event.type());
        return switch (address) {
            case StateUri.Document document -> event.changesDocument() || ends;
            case StateUri.Key key -> event.keys().contains(key.key()) || ends;
            case StateUri.Events events -> true;
            case StateUri.Context context -> true; // the runs in it are states of their own
            case StateUri.Diagram diagram -> event.movesMachine() || ends;
        };
    }
}

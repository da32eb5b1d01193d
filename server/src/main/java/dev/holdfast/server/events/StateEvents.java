package dev.holdfast.server.events;

import dev.holdfast.engine.EventFeed;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.States;
import dev.holdfast.engine.feed.FeedQuery;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.EventDefinition;
import dev.holdfast.mcp.EventReader;
import dev.holdfast.mcp.EventRefusal;
import dev.holdfast.mcp.EventRequest;
import dev.holdfast.mcp.EventSource;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.server.shared.Callers;
import java.util.Arrays;
import java.util.List;

/**
 * What happens to states, as events. An event's id is its state and revision, so it is the same in every mode, replay
 * and process. Cursors are those of {@link EventFeed}, bound to the type and arguments they were given for.
 */
public final class StateEvents implements EventSource {
    private final Holdfast holdfast;

    public StateEvents(Holdfast holdfast) {
        this.holdfast = holdfast;
    }

    @Override
    public List<EventDefinition> definitions() {
        return Arrays.stream(StateEventType.values())
                .map(StateEventType::definition)
                .toList();
    }

    @Override
    public EventReader open(EventRequest request) {
        return refusing(() -> open(request, holdfast.admit(Callers.principal(request.caller())), false));
    }

    /**
     * The same for a receiver that is sent the events, which is no call of its principal. In an encrypted store they
     * carry no stored values then.
     */
    public EventReader openToSend(EventRequest request) {
        return refusing(() -> open(request, holdfast.as(Callers.principal(request.caller())), isEncrypted()));
    }

    /** Whether a caller may be told of a state now. */
    public boolean sees(Caller caller, StateId state) {
        return holdfast.as(Callers.principal(caller)).sees(state);
    }

    /** Whether stored values must not leave. */
    public boolean isEncrypted() {
        return holdfast.keys().vault().isPresent();
    }

    private static EventReader open(EventRequest request, States states, boolean withoutValues) {
        StateEventType type = StateEventType.of(request.name());
        EventArguments arguments = EventArguments.of(type, request.arguments());
        BoundCursor cursors = BoundCursor.of(type, arguments);
        String cursor = request.cursor() == null ? null : cursors.opened(request.cursor());
        EventFeed feed = states.feed(
                new FeedQuery(arguments.state(), arguments.namePrefix(), arguments.labels(), cursor, request.maxAge()));
        return StateEventReader.of(feed, states.principal(), type, arguments, cursors, withoutValues);
    }

    /** What reads states and may be refused. */
    @FunctionalInterface
    interface Reading<T> {
        T answer() throws HoldfastException;
    }

    /** What the engine refuses, as a client of events is told it. */
    static <T> T refusing(Reading<T> reading) {
        try {
            return reading.answer();
        } catch (HoldfastException e) {
            throw refusal(e.failure());
        }
    }

    private static RuntimeException refusal(Failure failure) {
        return switch (failure.code()) {
            case NOT_FOUND, FORBIDDEN, EXPIRED -> EventRefusal.forbidden("there is no such state for you");
            case INVALID -> EventRefusal.invalid(failure.hint());
            case LIMIT -> EventRefusal.exhausted(failure.toJson());
            case CONFLICT, COMPACTED, REJECTED, OP_REUSED, UNAVAILABLE ->
                McpException.of(RpcError.internal(failure.hint()).withData(failure.toJson()));
        };
    }
}

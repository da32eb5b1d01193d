package dev.holdfast.mcp;

import java.util.List;

/**
 * Offers types of events that clients poll and are sent. Implementations are thread-safe; {@link #open} may block and
 * is called on a virtual thread.
 */
public interface EventSource {
    /**
     * The types, in the order they are listed. Always the same. What a type accepts and carries may only grow: clients
     * repeat their arguments, also after an update.
     */
    List<EventDefinition> definitions();

    /**
     * Begins to read the events of a subscription from its cursor on, or from the present. A cursor that cannot be
     * served is no error: the first read tells of the gap.
     *
     * @throws EventRefusal if the arguments are invalid, or the caller may not have these events
     * @throws InterruptedException if the request is cancelled
     */
    EventReader open(EventRequest request) throws InterruptedException;
}

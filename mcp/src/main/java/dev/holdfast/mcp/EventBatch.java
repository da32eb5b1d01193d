package dev.holdfast.mcp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a read of an {@link EventReader} found.
 *
 * @param events in their order
 * @param cursor where the next read begins; it may have moved without an event. Null for a source without replay
 * @param truncated whether events were left out that should have come next, because they are no longer kept or too old;
 *     there are no events then
 * @param more whether another read may find more at once
 */
public record EventBatch(
        List<EventOccurrence> events, @Nullable String cursor, boolean truncated, boolean more) {
    /** @throws IllegalArgumentException if it is truncated and has events */
    public EventBatch {
        events = List.copyOf(events);
        if (truncated && !events.isEmpty()) {
            throw new IllegalArgumentException("A gap is told before the events behind it");
        }
    }
}

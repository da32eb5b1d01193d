package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a state began, was used, and was closed.
 *
 * @param createdAt time of the first event
 * @param openedAt when it was created, or last brought back
 * @param closedAt when it was closed; null while it is open
 * @param usedAt time of the last event that was not made by time
 */
record Lifespan(
        Instant createdAt, Instant openedAt, @Nullable Instant closedAt, Instant usedAt) {
    static final Lifespan NONE = new Lifespan(Instant.MIN, Instant.MIN, null, Instant.MIN);

    Lifespan after(Event event) {
        boolean begins = event.type() == EventType.CREATED || event.type() == EventType.REOPENED;
        return new Lifespan(
                event.revision() == 1 ? event.at() : createdAt,
                begins ? event.at() : openedAt,
                closed(event),
                event.isTimed() ? usedAt : event.at());
    }

    private @Nullable Instant closed(Event event) {
        return switch (event.type()) {
            case CLOSED -> event.at();
            case REOPENED -> null;
            default -> closedAt;
        };
    }
}

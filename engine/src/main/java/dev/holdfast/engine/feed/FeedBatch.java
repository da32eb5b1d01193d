package dev.holdfast.engine.feed;

import java.util.List;

/**
 * What one read of a feed found: events, or that some were missed.
 *
 * @param events the events, those of each state in their order
 * @param cursor where the feed goes on; it may have moved without an event
 * @param missed whether the feed could not go on where it was, as what followed is no longer kept or too old; there are
 *     no events then, and the feed goes on at the cursor
 * @param more whether another read may find more at once
 */
public record FeedBatch(List<Occurred> events, String cursor, boolean missed, boolean more) {
    public FeedBatch {
        events = List.copyOf(events);
    }
}

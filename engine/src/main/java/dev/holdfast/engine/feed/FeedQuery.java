package dev.holdfast.engine.feed;

import dev.holdfast.engine.States;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which events to read, and from where on. Immutable.
 *
 * @param target a handle or {@code @name}, for the events of that state; null for those of all states that the
 *     principal's {@link States#list} may show, ended ones among them
 * @param namePrefix without a target: what the names of the states begin with; null for any
 * @param labels without a target: labels that the states must have
 * @param cursor where to go on, as an earlier read said; null for the present
 * @param maxAge with a cursor: only events younger than this, though the cursor lies further back; null for all
 */
public record FeedQuery(
        @Nullable String target,
        @Nullable String namePrefix,
        Map<String, String> labels,
        @Nullable String cursor,
        @Nullable Duration maxAge) {
    public FeedQuery {
        labels = Map.copyOf(labels);
    }

    /** The events of all states that the principal may list, from now on. */
    public static FeedQuery all() {
        return new FeedQuery(null, null, Map.of(), null, null);
    }

    /** The events of one state, by handle or {@code @name}, from now on. */
    public static FeedQuery of(String target) {
        return new FeedQuery(target, null, Map.of(), null, null);
    }

    /** The same from a cursor on. */
    public FeedQuery from(@Nullable String place) {
        return new FeedQuery(target, namePrefix, labels, place, maxAge);
    }
}

package dev.holdfast.engine.internal.feed;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.feed.FeedBatch;
import dev.holdfast.engine.feed.Occurred;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One read of a feed. It ends before the event that would be one too many, and before the first that counts after
 * others were passed by as too old: the reader is told first that they were.
 */
final class Gathering {
    /** How many events one read looks at, wanted or not. */
    private static final int MOST_EXAMINED = 2_000;

    private final int most;
    private final Predicate<Event> wanted;
    private final @Nullable Instant floor;
    private final List<Occurred> found = new ArrayList<>();
    private int examined;
    private boolean tooOld;

    Gathering(int most, Predicate<Event> wanted, @Nullable Instant floor) {
        this.most = most;
        this.wanted = wanted;
        this.floor = floor;
    }

    /** Whether the read may look at another event. */
    boolean goesOn() {
        examined++;
        return examined <= MOST_EXAMINED;
    }

    /** Takes an event or passes it by; false if the read ends before it. */
    boolean takes(Event event, Supplier<String> cursor) {
        if (!wanted.test(event)) {
            return true;
        }
        if (floor != null && event.at().isBefore(floor)) {
            tooOld |= found.isEmpty();
            return found.isEmpty();
        }
        if (tooOld || found.size() == most) {
            return false;
        }
        found.add(new Occurred(event, cursor.get()));
        return true;
    }

    /** Whether nothing has been taken so far, nor passed by as too old. */
    boolean isEmpty() {
        return found.isEmpty() && !tooOld;
    }

    /** What the read found. */
    FeedBatch batch(String cursor, boolean more) {
        return new FeedBatch(found, cursor, tooOld, more || tooOld);
    }
}

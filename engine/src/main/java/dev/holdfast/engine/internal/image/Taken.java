package dev.holdfast.engine.internal.image;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * When keys with a time to live, and leases, were given their end. If that is well after the present, the clock was
 * ahead then. What was taken by it would last until the present catches up, so it counts as ended.
 *
 * @param keys by key
 * @param leases by name
 */
record Taken(SortedMap<String, Instant> keys, SortedMap<String, Instant> leases) {
    /** Clocks of one machine differ by less, and are set back by less without need. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    /** Whether any of them was taken well after a time. */
    boolean isAfter(Instant now) {
        return isAfter(keys, now) || isAfter(leases, now);
    }

    boolean keyIsAfter(String key, Instant now) {
        return isAfter(keys.get(key), now);
    }

    boolean leaseIsAfter(String name, Instant now) {
        return isAfter(leases.get(name), now);
    }

    private static boolean isAfter(Map<String, Instant> taken, Instant now) {
        if (taken.isEmpty()) {
            return false;
        }
        for (Instant since : taken.values()) {
            if (isAfter(since, now)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a time is so far after the present that the clock was ahead then. */
    static boolean isAfter(@Nullable Instant since, Instant now) {
        return since != null && since.isAfter(now.plus(TOLERANCE));
    }
}

package dev.holdfast.mcp.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Things by id, of which each holder keeps those it used last. One more than its share makes the one leave that the
 * holder used longest ago; one more than fit in all makes one leave that was not used for an hour, or else that of the
 * holder who has most. Not thread-safe.
 *
 * @param <T> the things
 */
final class Latest<T> {
    private static final long ABANDONED = Duration.ofHours(1).toNanos();

    private record Kept<T>(String holder, T thing, long usedAt) {}

    /** Both maps are in the order of last use. */
    private final LinkedHashMap<String, Kept<T>> byId = new LinkedHashMap<>();

    private final Map<String, LinkedHashMap<String, T>> byHolder = new HashMap<>();
    private final int each;
    private final int inAll;

    Latest(int each, int inAll) {
        this.each = each;
        this.inAll = inAll;
    }

    /** The thing of that id; null if there is none. Does not count as a use. */
    @Nullable T get(String id) {
        Kept<T> kept = byId.get(id);
        return kept == null ? null : kept.thing();
    }

    /** Counts as a use of the thing. */
    void use(String id) {
        Kept<T> kept = byId.get(id);
        if (kept != null) {
            put(kept.holder(), id, kept.thing());
        }
    }

    private void put(String holder, String id, T thing) {
        byId.putLast(id, new Kept<>(holder, thing, System.nanoTime()));
        byHolder.computeIfAbsent(holder, key -> new LinkedHashMap<>()).putLast(id, thing);
    }

    /**
     * Adds a thing of a holder.
     *
     * @param spared the ids of what does not leave to make room
     * @return the id of what has to leave; null if there is room
     */
    @Nullable String add(String holder, String id, T thing, Predicate<String> spared) {
        put(holder, id, thing);
        Predicate<String> stays = spared.or(id::equals);
        Map<String, T> own = byHolder.getOrDefault(holder, new LinkedHashMap<>());
        if (own.size() > each) {
            return eldest(own, stays);
        }
        return byId.size() > inAll ? leastMissed(stays) : null;
    }

    private @Nullable String leastMissed(Predicate<String> stays) {
        String eldest = eldest(byId, stays);
        Kept<T> kept = eldest == null ? null : byId.get(eldest);
        if (kept == null || System.nanoTime() - kept.usedAt() > ABANDONED) {
            return eldest;
        }
        String ofLargest = eldest(largest(), stays);
        return ofLargest == null ? eldest : ofLargest;
    }

    private static @Nullable String eldest(Map<String, ?> some, Predicate<String> stays) {
        for (String id : some.keySet()) {
            if (!stays.test(id)) {
                return id;
            }
        }
        return null;
    }

    private Map<String, T> largest() {
        Map<String, T> largest = Map.of();
        for (Map<String, T> some : byHolder.values()) {
            largest = some.size() > largest.size() ? some : largest;
        }
        return largest;
    }

    /** Removes a thing; null if there was none. */
    @Nullable T remove(String id) {
        Kept<T> kept = byId.remove(id);
        if (kept == null) {
            return null;
        }
        byHolder.computeIfPresent(kept.holder(), (holder, own) -> {
            own.remove(id);
            return own.isEmpty() ? null : own;
        });
        return kept.thing();
    }

    /** All things by id, which are then removed. */
    Map<String, T> removeAll() {
        Map<String, T> all = new HashMap<>();
        byId.forEach((id, kept) -> all.put(id, kept.thing()));
        byId.clear();
        byHolder.clear();
        return all;
    }
}

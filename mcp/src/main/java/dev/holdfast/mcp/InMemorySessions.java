package dev.holdfast.mcp;

import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Sessions in memory, in the order of their last use. Beyond the capacity one of the subject leaves that has most, so
 * that no subject can end the sessions of another.
 */
final class InMemorySessions implements SessionStore {
    private record Kept(LegacySession session, Instant usedAt) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<String, Kept> byId = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Integer> count = new HashMap<>();
    private final ConcurrentMap<Object, Receiver> receivers = new ConcurrentHashMap<>();
    private final int capacity;
    private final Duration idle;
    private final InstantSource clock;

    InMemorySessions(int capacity, Duration idle, InstantSource clock) {
        this.capacity = capacity;
        this.idle = idle;
        this.clock = clock;
    }

    @Override
    public void put(String id, LegacySession session) {
        lock.lock();
        try {
            byId.put(id, new Kept(session, clock.instant()));
            count.merge(session.subject(), 1, Integer::sum);
            while (isIdle(byId.firstEntry().getValue())) {
                drop(byId.firstEntry().getKey());
            }
            if (byId.size() > capacity) {
                drop(leastMissed(id));
            }
        } finally {
            lock.unlock();
        }
    }

    /** The least recently used session of the subject that has most; never the newest one. */
    private String leastMissed(String newest) {
        String largest =
                Collections.max(count.entrySet(), Map.Entry.comparingByValue()).getKey();
        return byId.entrySet().stream()
                .filter(entry -> entry.getValue().session().subject().equals(largest))
                .map(Map.Entry::getKey)
                .filter(id -> !id.equals(newest))
                .findFirst()
                .orElseGet(() -> byId.firstEntry().getKey());
    }

    private @Nullable Kept drop(String id) {
        Kept dropped = byId.remove(id);
        if (dropped != null) {
            count.computeIfPresent(dropped.session().subject(), (subject, n) -> n > 1 ? n - 1 : null);
        }
        return dropped;
    }

    @Override
    public Optional<LegacySession> find(String id) {
        return update(id, UnaryOperator.identity());
    }

    @Override
    public Optional<LegacySession> update(String id, UnaryOperator<LegacySession> change) {
        lock.lock();
        try {
            Kept kept = byId.get(id);
            if (kept == null || isIdle(kept)) {
                drop(id);
                return Optional.empty();
            }
            LegacySession changed = change.apply(kept.session());
            byId.put(id, new Kept(changed, clock.instant()));
            return Optional.of(changed);
        } finally {
            lock.unlock();
        }
    }

    private boolean isIdle(Kept kept) {
        return !clock.instant().isBefore(kept.usedAt().plus(idle));
    }

    @Override
    public boolean remove(String id) {
        lock.lock();
        try {
            Kept removed = drop(id);
            return removed != null && !isIdle(removed);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void tell(String id, JsonObject message) {
        receivers.values().forEach(receiver -> receiver.receive(id, message));
    }

    @Override
    public Following follow(Receiver receiver) {
        Object own = new Object();
        receivers.put(own, receiver);
        return () -> receivers.remove(own);
    }
}

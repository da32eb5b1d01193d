package dev.holdfast.mcp;

import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Sessions in memory, in the order of their last use. */
final class InMemorySessions implements SessionStore {
    private record Kept(LegacySession session, Instant usedAt) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<String, Kept> byId = new LinkedHashMap<>(16, 0.75f, true);
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
            while (byId.size() > capacity || isIdle(byId.firstEntry().getValue())) {
                byId.pollFirstEntry();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<LegacySession> find(String id) {
        return update(id, UnaryOperator.identity());
    }

    @Override
    public Optional<LegacySession> update(String id, UnaryOperator<LegacySession> change) {
        lock.lock();
        try {
            return Optional.ofNullable(byId.computeIfPresent(id, (key, kept) -> changed(kept, change)))
                    .map(Kept::session);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Kept changed(Kept kept, UnaryOperator<LegacySession> change) {
        return isIdle(kept) ? null : new Kept(change.apply(kept.session()), clock.instant());
    }

    private boolean isIdle(Kept kept) {
        return !clock.instant().isBefore(kept.usedAt().plus(idle));
    }

    @Override
    public boolean remove(String id) {
        lock.lock();
        try {
            Kept removed = byId.remove(id);
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

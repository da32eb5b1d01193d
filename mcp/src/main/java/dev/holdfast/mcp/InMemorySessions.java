package dev.holdfast.mcp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Sessions in memory, in the order of their last use. */
final class InMemorySessions implements SessionStore {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, LegacySession> byId;

    InMemorySessions(int capacity) {
        this.byId = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, LegacySession> eldest) {
                return size() > capacity;
            }
        };
    }

    @Override
    public void put(String id, LegacySession session) {
        lock.lock();
        try {
            byId.put(id, session);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void replace(String id, LegacySession session) {
        lock.lock();
        try {
            byId.replace(id, session);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<LegacySession> find(String id) {
        lock.lock();
        try {
            return Optional.ofNullable(byId.get(id));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean remove(String id) {
        lock.lock();
        try {
            return byId.remove(id) != null;
        } finally {
            lock.unlock();
        }
    }
}

package dev.holdfast.mcp;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/** Used states in memory, in order of expiry. */
final class InMemoryUsedStates implements UsedStates {
    private record Used(Instant expiry, String id, String owner) {
        private static final Comparator<Used> ORDER =
                Comparator.comparing(Used::expiry).thenComparing(Used::id);
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final TreeSet<Used> byExpiry = new TreeSet<>(Used.ORDER);
    private final Map<String, Integer> byOwner = new HashMap<>();
    private final int capacity;
    private final InstantSource clock;

    InMemoryUsedStates(int capacity, InstantSource clock) {
        this.capacity = capacity;
        this.clock = clock;
    }

    /** The same id always has the same expiry, since both are sealed into the state. */
    @Override
    public boolean use(String id, Instant expiry) {
        return use(id, expiry, "", capacity);
    }

    @Override
    public boolean use(String id, Instant expiry, Caller caller) {
        return caller.authenticated() ? use(id, expiry, caller.subject(), Math.max(1, capacity / 4)) : use(id, expiry);
    }

    private boolean use(String id, Instant expiry, String owner, int share) {
        lock.lock();
        try {
            forgetExpired();
            int own = byOwner.getOrDefault(owner, 0);
            if (byExpiry.size() >= capacity || own >= share || !byExpiry.add(new Used(expiry, id, owner))) {
                return false;
            }
            byOwner.put(owner, own + 1);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void forgetExpired() {
        Instant now = clock.instant();
        while (!byExpiry.isEmpty() && !byExpiry.first().expiry().isAfter(now)) {
            String owner = byExpiry.removeFirst().owner();
            byOwner.computeIfPresent(owner, (any, before) -> before == 1 ? null : Integer.valueOf(before - 1));
        }
    }
}

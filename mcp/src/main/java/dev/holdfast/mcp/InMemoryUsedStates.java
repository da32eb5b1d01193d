package dev.holdfast.mcp;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/** Used states in memory, in order of expiry. */
final class InMemoryUsedStates implements UsedStates {
    private record Used(Instant expiry, String id) {
        private static final Comparator<Used> ORDER =
                Comparator.comparing(Used::expiry).thenComparing(Used::id);
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final TreeSet<Used> byExpiry = new TreeSet<>(Used.ORDER);
    private final int capacity;
    private final InstantSource clock;

    InMemoryUsedStates(int capacity, InstantSource clock) {
        this.capacity = capacity;
        this.clock = clock;
    }

    /** The same id always has the same expiry, since both are sealed into the state. */
    @Override
    public boolean use(String id, Instant expiry) {
        lock.lock();
        try {
            forgetExpired();
            return byExpiry.size() < capacity && byExpiry.add(new Used(expiry, id));
        } finally {
            lock.unlock();
        }
    }

    private void forgetExpired() {
        Instant now = clock.instant();
        while (!byExpiry.isEmpty() && !byExpiry.first().expiry().isAfter(now)) {
            byExpiry.removeFirst();
        }
    }
}

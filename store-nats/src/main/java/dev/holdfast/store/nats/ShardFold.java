package dev.holdfast.store.nats;

import dev.holdfast.engine.local.HeaderIndex;
import dev.holdfast.engine.local.HeaderSearch;
import dev.holdfast.engine.local.Holdings;
import dev.holdfast.engine.local.Wakeups;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.Holding;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The states of a shard as the newest message of each shows them, in memory: about a kilobyte for each state. It is
 * told of every message in the order of the stream, and of some earlier, by those who wrote or read them. Safe for use
 * by many threads.
 */
final class ShardFold {
    private static final long LONGEST_NAP_MILLIS = 1_000;

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final NavigableMap<StateId, KnownState> states = new TreeMap<>();
    private final HeaderIndex headers = new HeaderIndex();
    private final Holdings holdings = new Holdings();
    private final Wakeups wakeups = new Wakeups();
    private volatile long reached;
    private volatile long removed;

    /** Takes a message over that was not necessarily reached in the order of the stream. */
    void learn(StateId state, KnownState newer) {
        lock.writeLock().lock();
        try {
            KnownState before = states.get(state);
            if (before != null && before.sequence() >= newer.sequence()) {
                return;
            }
            StateHeader old = before == null ? null : before.header();
            states.put(state, newer);
            removed = Math.max(removed, newer.removed());
            headers.change(state, old, newer.header());
            holdings.change(old, newer.header());
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Everything up to a sequence was learnt. */
    void reach(long sequence) {
        reached = sequence;
        wakeups.raise();
    }

    /** Up to which sequence everything is known. */
    long reached() {
        return reached;
    }

    /** The highest sequence of a removed commit of any state. */
    long removed() {
        return removed;
    }

    /** Wakes all who wait. */
    void wake() {
        wakeups.raise();
    }

    /**
     * Waits until everything up to a sequence is known.
     *
     * @param waiting asked after every wake-up; false ends the wait
     * @return whether it is known
     */
    boolean await(long sequence, long nanos, BooleanSupplier waiting) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        while (true) {
            long seen = wakeups.version();
            long left = deadline - System.nanoTime();
            if (reached >= sequence || left <= 0 || !waiting.getAsBoolean()) {
                return reached >= sequence;
            }
            wakeups.await(seen, Math.min(LONGEST_NAP_MILLIS, TimeUnit.NANOSECONDS.toMillis(left) + 1));
        }
    }

    KnownState known(StateId state) {
        return read(() -> states.getOrDefault(state, KnownState.ABSENT));
    }

    /** The states that had something removed: those that are erased, and those that have a base. */
    List<StateId> withRemovals() {
        return read(() -> states.entrySet().stream()
                .filter(entry -> entry.getValue().isErased() || entry.getValue().base() != null)
                .map(Map.Entry::getKey)
                .toList());
    }

    Holding held(String owner) {
        return read(() -> holdings.of(owner));
    }

    StatePage list(HeaderFilter filter, @Nullable StateId after, int max) {
        return read(() -> {
            HeaderSearch search = new HeaderSearch(filter, after);
            Iterator<StateId> found =
                    search.candidates(key -> headers.from(key, true).iterator());
            NavigableMap<StateId, KnownState> rest = after == null ? states : states.tailMap(after, false);
            return search.page(found == null ? rest.keySet().iterator() : found, this::listed, max);
        });
    }

    private StatePage.@Nullable Listed listed(StateId state) {
        KnownState known = states.get(state);
        StateHeader header = known == null ? null : known.header();
        return known == null || header == null ? null : new StatePage.Listed(state, known.revision(), header);
    }

    private <T> T read(Supplier<T> question) {
        lock.readLock().lock();
        try {
            return question.get();
        } finally {
            lock.readLock().unlock();
        }
    }
}

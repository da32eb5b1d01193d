package dev.holdfast.engine.internal.call;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Limits;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Holding;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Limits the open states of a principal, and the bytes of all its states. The store is asked when this process first
 * needs to know, and again before it refuses, but then at most every few seconds, since not every store knows the sum
 * without looking at all states of the principal. In between the process counts only what it does itself, so several
 * processes together may exceed a limit by what they do between two counts. Safe for use by many threads.
 */
public final class StateQuota {
    private static final int PRINCIPALS_KNOWN = 10_000;

    /** The shortest time between two counts, unless much was stored since. */
    private static final Duration APART = Duration.ofSeconds(5);

    private static final long MUCH = 1 << 20;

    private final CommitLog log;
    private final InstantSource clock;
    private final int mostStates;
    private final long mostBytes;
    private final Cache<String, Held> known = Caffeine.newBuilder()
            .maximumSize(PRINCIPALS_KNOWN)
            .executor(Runnable::run)
            .build();

    StateQuota(CommitLog log, InstantSource clock, Limits limits) {
        this.log = log;
        this.clock = clock;
        this.mostStates = limits.statesPerPrincipal();
        this.mostBytes = limits.keptPerPrincipal();
    }

    /**
     * Counts a state that is about to be created.
     *
     * @throws HoldfastException {@code limit} if there are too many; then it is not counted
     */
    public void take(String owner) {
        take(owner, mostStates);
    }

    /** The same with a lower limit. */
    public void take(String owner, int most) {
        held(owner).take(Math.min(most, mostStates));
    }

    /** A state that was counted has ended, or counts for another principal now. */
    public void release(String owner) {
        Held held = known.getIfPresent(owner);
        if (held != null) {
            held.release();
        }
    }

    /** Why nothing more can be kept for an owner; null if it can. */
    @Nullable Failure full(String owner) {
        return mostBytes == Limits.UNLIMITED_BYTES ? null : held(owner).full();
    }

    /** Counts what was stored in a state of an owner, until the next count tells what came of it. */
    void stored(String owner, long bytes) {
        Held held = mostBytes == Limits.UNLIMITED_BYTES ? null : known.getIfPresent(owner);
        if (held != null) {
            held.stored(bytes);
        }
    }

    private Held held(String owner) {
        return known.get(owner, Held::new);
    }

    /** What one owner has. */
    private final class Held {
        private final String owner;
        private final Lock lock = new ReentrantLock();
        private @Nullable Instant countedAt;
        private int states;
        private long bytes;
        private long since;

        Held(String owner) {
            this.owner = owner;
        }

        void take(int most) {
            lock.lock();
            try {
                count(states >= most);
                if (states >= most) {
                    throw Refusals.limit("states", states + 1L, most, "Close states that are no longer needed.")
                            .toException();
                }
                states++;
            } finally {
                lock.unlock();
            }
        }

        void release() {
            lock.lock();
            try {
                states = Math.max(0, states - 1);
            } finally {
                lock.unlock();
            }
        }

        @Nullable Failure full() {
            lock.lock();
            try {
                count(bytes + since >= mostBytes);
                return bytes < mostBytes
                        ? null
                        : Refusals.limit(
                                "bytes_kept",
                                bytes,
                                mostBytes,
                                "Your states take too much room together. Delete keys, or erase states, closed ones"
                                        + " included, and try again after a few seconds. The operator can allow more"
                                        + " (serve --kept, or keptPerPrincipal).");
            } finally {
                lock.unlock();
            }
        }

        void stored(long more) {
            lock.lock();
            try {
                since += more;
            } finally {
                lock.unlock();
            }
        }

        /** Counts for the first time, or again if it matters and was not done just now. */
        private void count(boolean again) {
            Instant now = clock.instant();
            boolean due = countedAt == null
                    || since >= MUCH
                    || Duration.between(countedAt, now).abs().compareTo(APART) >= 0;
            if (countedAt == null || (again && due)) {
                countAll();
                countedAt = now;
            }
        }

        private void countAll() {
            Holding sum = Holding.NONE;
            for (int shard = 0; shard < log.info().shards(); shard++) {
                sum = sum.plus(log.held(shard, owner));
            }
            states = Math.toIntExact(sum.open());
            bytes = sum.bytes();
            since = 0;
        }
    }
}

package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The time of a store that has a clock of its own. All instances on the store count by it, so that they agree on what
 * has ended, however wrong the clocks of their machines are.
 *
 * <p>The store is asked every ten seconds; in between, the time that has passed is counted by a clock that is never
 * set. That one stands still while a machine sleeps, so the store is asked as well when the machine's clock does not
 * move with it. While the store does not answer, counting goes on. Safe for use by many threads.
 */
public final class StoreClock implements InstantSource {
    private static final long KEPT_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long APART_NANOS = Duration.ofSeconds(1).toNanos();

    private final Supplier<Optional<Instant>> store;
    private final InstantSource machine;
    private final LongSupplier nanoTime;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Reading last;

    /** What the three clocks said at one moment. */
    private record Reading(Instant store, Instant machine, long nanos) {
        Instant after(long later) {
            return store.plusNanos(later - nanos);
        }
    }

    private StoreClock(Supplier<Optional<Instant>> store, InstantSource machine, LongSupplier nanoTime, Reading first) {
        this.store = store;
        this.machine = machine;
        this.nanoTime = nanoTime;
        this.last = first;
    }

    /**
     * The clock of a store; the machine's if the store has none.
     *
     * @throws StoreUnavailableException if the store does not say
     */
    public static InstantSource of(CommitLog log, InstantSource machine) {
        return of(log::time, machine, System::nanoTime);
    }

    static InstantSource of(Supplier<Optional<Instant>> store, InstantSource machine, LongSupplier nanoTime) {
        return read(store, machine, nanoTime)
                .<InstantSource>map(first -> new StoreClock(store, machine, nanoTime, first))
                .orElse(machine);
    }

    /** The store read its clock somewhere between question and answer. */
    private static Optional<Reading> read(
            Supplier<Optional<Instant>> store, InstantSource machine, LongSupplier nanoTime) {
        long asked = nanoTime.getAsLong();
        return store.get().map(time -> {
            long answered = nanoTime.getAsLong();
            return new Reading(time, machine.instant(), asked + (answered - asked) / 2);
        });
    }

    @Override
    public Instant instant() {
        Reading known = last;
        long now = nanoTime.getAsLong();
        if (isOld(known, now) && asking.tryLock()) {
            try {
                known = askedAgain(known, now);
                last = known;
            } finally {
                asking.unlock();
            }
        }
        return known.after(nanoTime.getAsLong());
    }

    private boolean isOld(Reading known, long now) {
        long passed = now - known.nanos;
        long byMachine = Duration.between(known.machine, machine.instant()).toNanos();
        return passed >= KEPT_NANOS || Math.abs(byMachine - passed) >= APART_NANOS;
    }

    private Reading askedAgain(Reading known, long now) {
        Reading counted = new Reading(known.after(now), machine.instant(), now);
        try {
            return read(store, machine, nanoTime).orElse(counted);
        } catch (StoreUnavailableException e) {
            return counted;
        }
    }
}

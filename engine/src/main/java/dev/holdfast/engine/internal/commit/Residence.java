package dev.holdfast.engine.internal.commit;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.internal.history.History;
import dev.holdfast.engine.internal.history.Relocation;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the states of a store are still here. Every process that acknowledges changes looks before it decides and, if
 * that is too long ago by then or the store is being copied, once more before it acknowledges. So a process that moves
 * a store, and has waited for a {@link Relocation#LEASE} since it said so, knows that nothing more is acknowledged once
 * it has stopped it, on stores with and without turns (MOVE-13). Safe for use by many threads.
 */
public final class Residence {
    /** After so long a look is not used again. */
    private static final long FRESH = Duration.ofMillis(150).toNanos();

    private static final long LEASE = Relocation.LEASE.toNanos();

    private final CommitLog log;
    private final History history;
    private final LongSupplier nanoTime;
    private final LongSupplier millis;
    private volatile @Nullable Look last;
    private volatile boolean fills;

    /**
     * @param nanoTime as {@link System#nanoTime()}
     * @param millis as {@link System#currentTimeMillis()}: the other stands still while a machine sleeps
     */
    public Residence(CommitLog log, History history, LongSupplier nanoTime, LongSupplier millis) {
        this.log = log;
        this.history = history;
        this.nanoTime = nanoTime;
        this.millis = millis;
    }

    /**
     * What the store said of it.
     *
     * @param nanos a time before it was asked
     * @param millis the same by the clock of days
     * @param said what it said
     */
    record Look(long nanos, long millis, Relocation said) {}

    /** Lets this process alone change a store that is being filled. */
    public void fill() {
        fills = true;
    }

    /**
     * A look that is fresh enough to decide on.
     *
     * @throws StoreUnavailableException if the store does not say
     */
    Look look() {
        Look known = last;
        return known != null && isYounger(known, FRESH) ? known : ask();
    }

    private Look ask() {
        long nanos = nanoTime.getAsLong();
        long days = millis.getAsLong();
        Look fresh = new Look(nanos, days, Relocation.of(log, history));
        last = fresh;
        return fresh;
    }

    private boolean isYounger(Look look, long nanos) {
        long passed = millis.getAsLong() - look.millis();
        return nanoTime.getAsLong() - look.nanos() < nanos && passed >= 0 && passed * 1_000_000 < nanos;
    }

    /** Why a change of a state is refused; null if it is not. */
    @Nullable Failure refusal(Look look, StateId state) {
        Relocation said = look.said();
        Relocation.Leaving leaving = said.leaving();
        if (state.equals(Relocation.ID)) {
            return null;
        } else if (leaving != null && leaving.stage() == Relocation.Stage.MOVED) {
            return Refusals.moved(leaving.address());
        } else if (leaving != null && leaving.stage() == Relocation.Stage.STOPPED) {
            return Refusals.moving(leaving.address());
        }
        return said.isArriving() && !fills ? Refusals.arriving() : null;
    }

    /** Whether what was appended since a look may be acknowledged. If the store does not say, it may not. */
    boolean stands(Look look) {
        boolean staying = look.said().leaving() == null;
        if (staying && isYounger(look, LEASE)) {
            return true;
        }
        try {
            Relocation now = ask().said();
            return !now.is(Relocation.Stage.STOPPED) && !now.is(Relocation.Stage.MOVED);
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    /** Whether what the store has may be acknowledged now. */
    boolean isHere() {
        try {
            return stands(look());
        } catch (StoreUnavailableException e) {
            return false;
        }
    }
}

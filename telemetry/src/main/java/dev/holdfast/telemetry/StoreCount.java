package dev.holdfast.telemetry;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.Statistics;
import dev.holdfast.engine.spi.StoreUnavailableException;
import io.micrometer.core.instrument.Clock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a store held when it was last counted. Callers do not wait: a count that is too old is repeated in the
 * background.
 */
final class StoreCount {
    private static final Logger LOGGER = System.getLogger(StoreCount.class.getName());

    private final Holdfast holdfast;
    private final Duration every;
    private final Clock clock;
    private final Executor background;
    private final AtomicBoolean counting = new AtomicBoolean();
    private volatile @Nullable Counted counted;

    StoreCount(Holdfast holdfast, Duration every, Clock clock, Executor background) {
        this.holdfast = holdfast;
        this.every = every;
        this.clock = clock;
        this.background = background;
    }

    private record Counted(Statistics statistics, long atNanos) {}

    /** The latest count; none before the first is done. */
    Optional<Statistics> latest() {
        Counted present = counted;
        boolean fresh = present != null && clock.monotonicTime() - present.atNanos() < every.toNanos();
        if (!fresh && counting.compareAndSet(false, true)) {
            background.execute(this::count);
        }
        return Optional.ofNullable(counted).map(Counted::statistics);
    }

    private void count() {
        try {
            counted = new Counted(holdfast.count(Progress.NONE), clock.monotonicTime());
        } catch (StoreUnavailableException e) {
            LOGGER.log(Level.DEBUG, "the store cannot be counted now; the next scrape tries again", e);
        } finally {
            counting.set(false);
        }
    }
}

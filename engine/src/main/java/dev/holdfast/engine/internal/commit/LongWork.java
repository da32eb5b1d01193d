package dev.holdfast.engine.internal.commit;

import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Turns;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.spi.rules.Steps;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Does work that may take long on threads of its own. Calls come on virtual threads, which are not preempted: a few
 * long computations would leave none to carry the others. The operating system shares the processors among these
 * threads and the rest; so that there are never many of them, each principal, or each name that takes
 * {@linkplain dev.holdfast.engine.Turns turns} of its own, has a few at a time, and all together have a few times the
 * number of processors. Safe for use by many threads.
 */
public final class LongWork implements AutoCloseable {
    /** What one command, list or condition may cost in all, in steps: well below a second of work. */
    public static final long MOST_STEPS = 1 << 25;

    /** What may be done on the thread of the caller, in steps: less than a millisecond of work. */
    private static final long STEPS_HERE = 1 << 16;

    private static final int EACH = 2;
    private static final int WAITING_EACH = 1_000;
    private static final int PER_PROCESSOR = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Semaphore all =
            new Semaphore(PER_PROCESSOR * Runtime.getRuntime().availableProcessors(), true);
    private final ConcurrentMap<String, Lane> lanes = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("holdfast-work-", 0).daemon().factory());
    private volatile boolean closed;

    /** The work under one name. */
    private static final class Lane {
        private final Semaphore running = new Semaphore(EACH, true);
        private final AtomicInteger calls = new AtomicInteger();
    }

    /**
     * Does some work, here if it is little. It may be begun twice, so it must have no effects.
     *
     * @throws dev.holdfast.engine.HoldfastException {@code limit} if it needs more than {@link #MOST_STEPS}, or the
     *     principal has too much work waiting; and what the work throws
     */
    public <T> T work(Principal principal, Function<Steps, T> work) {
        try {
            return work.apply(Steps.first(STEPS_HERE));
        } catch (Steps.EndedException e) {
            if (e.reason() != Steps.EndedException.Reason.DEARER) {
                throw e;
            }
            return workApart(principal, work);
        }
    }

    /** Does some work that may be much, on another thread. Ends it when the caller is interrupted. */
    public <T> T workApart(Principal principal, Function<Steps, T> work) {
        String name = Turns.of(principal);
        Lane lane = enter(name);
        try {
            acquire(lane.running);
            try {
                acquire(all);
                try {
                    return await(work);
                } finally {
                    all.release();
                }
            } finally {
                lane.running.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusals.unavailable(false, "the caller has left").toException();
        } finally {
            leave(name);
        }
    }

    /** The work ends at its next look whether the caller is still there; until then it counts as running. */
    private <T> T await(Function<Steps, T> work) throws InterruptedException {
        AtomicBoolean left = new AtomicBoolean();
        if (closed) {
            throw Refusals.closed().toException();
        }
        Future<T> result = threads.submit(() -> work.apply(Steps.all(MOST_STEPS, () -> left.get() || closed)));
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw refusal(e.getCause() == null ? e : e.getCause());
        } finally {
            left.set(true);
        }
    }

    private static RuntimeException refusal(Throwable failure) {
        return switch (failure) {
            case Steps.EndedException end
            when end.reason() == Steps.EndedException.Reason.EXHAUSTED ->
                Refusals.limit("steps", MOST_STEPS + 1, MOST_STEPS, "Ask for less at once.")
                        .toException();
            case Steps.EndedException end -> Refusals.closed().toException();
            case RuntimeException known -> known;
            default -> new IllegalStateException("some work failed", failure);
        };
    }

    private static void acquire(Semaphore permits) throws InterruptedException {
        if (!permits.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
            throw Refusals.unavailable(false, "too much other work is being done")
                    .toException();
        }
    }

    private Lane enter(String name) {
        Lane lane = lanes.compute(name, (any, present) -> {
            Lane entered = present == null ? new Lane() : present;
            entered.calls.incrementAndGet();
            return entered;
        });
        if (lane.calls.get() > EACH + WAITING_EACH) {
            leave(name);
            throw Refusals.limit(
                            "long_work",
                            EACH + WAITING_EACH + 1L,
                            EACH + WAITING_EACH,
                            "You have too many calls under way that take long. Call again when some of them are"
                                    + " answered.")
                    .toException();
        }
        return lane;
    }

    private void leave(String name) {
        lanes.computeIfPresent(name, (any, lane) -> lane.calls.decrementAndGet() == 0 ? null : lane);
    }

    /** Ends the work that is under way. */
    @Override
    public void close() {
        closed = true;
        threads.shutdown();
    }
}

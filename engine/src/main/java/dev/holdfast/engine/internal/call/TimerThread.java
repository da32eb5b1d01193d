package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.internal.commit.Joining;
import dev.holdfast.engine.internal.commit.Removals;
import dev.holdfast.engine.internal.image.Due;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.Phase;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Fires the due timers of all states, whichever process set them. Every process does so, so no leader is needed. The
 * thread sleeps until the earliest due time it knows. Commits by this process that are due earlier wake it; those of
 * other processes are found by polling the store, which costs two searches of an index.
 */
public final class TimerThread implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(TimerThread.class.getName());

    /** How late a timer may fire if the process that set it has died. */
    private static final Duration POLL = Duration.ofSeconds(10);

    /** The pause between two rounds, so that timers due shortly after each other are fired together. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    private static final int PAGE = 256;

    private final CommitLog log;
    private final InstantSource clock;
    private final Removals removals;
    private final Consumer<StateId> fire;
    private final Runnable walk;
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile Instant wakeAt = Instant.MIN;
    private volatile boolean closed;
    private @Nullable Thread thread;

    /**
     * @param removals tells which states are only due to be removed, and not yet
     * @param fire fires the due timers of a state
     * @param walk looks on for what has grown old in states that are not used
     */
    TimerThread(CommitLog log, InstantSource clock, Removals removals, Consumer<StateId> fire, Runnable walk) {
        this.log = log;
        this.clock = clock;
        this.removals = removals;
        this.fire = fire;
        this.walk = walk;
    }

    void start() {
        thread = Thread.ofVirtual().name("holdfast-timers").start(this::run);
    }

    /** Called after every commit by this process, with the time at which the state's next timer is due. */
    void committed(@Nullable Instant due) {
        if (due == null || !due.isBefore(wakeAt)) {
            return;
        }
        lock.lock();
        try {
            if (due.isBefore(wakeAt)) {
                wakeAt = due;
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Fires all timers that are due now, and looks on for history that has grown too old. Returns the number of states
     * that had timers due.
     */
    public int fireDue() {
        HeaderFilter due = dueBy(clock.instant());
        int fired = 0;
        for (int shard = 0; shard < log.info().shards() && !closed; shard++) {
            StateId after = null;
            do {
                StatePage page = log.list(shard, due, after, PAGE);
                fire(page);
                fired += page.states().size();
                after = page.next();
            } while (after != null && !closed);
        }
        walk.run();
        return fired;
    }

    /** Ends the thread after the timers that it is firing. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        Joining.join(thread);
    }

    private void run() {
        while (!closed) {
            try {
                Instant now = clock.instant();
                // Set before the store is asked: a commit made meanwhile lowers it again.
                wakeAt = now.plus(POLL);
                fireDue();
                committed(nextWithin(now.plus(POLL)));
                sleep();
            } catch (StoreUnavailableException e) {
                LOGGER.log(Level.DEBUG, "the store is unavailable; timers wait", e);
                sleep();
            } catch (RuntimeException e) {
                LOGGER.log(Level.WARNING, "timers could not be fired; they are tried again", e);
                sleep();
            }
        }
    }

    /** Fires a page of timers concurrently, so that the committer can put them into one group. */
    private void fire(StatePage page) {
        try (ExecutorService wave = Executors.newVirtualThreadPerTaskExecutor()) {
            for (StatePage.Listed listed : page.states()) {
                boolean ended = listed.header().phase() == Phase.CLOSED;
                if (!ended || !removals.isWaiting(listed.id())) {
                    wave.execute(() -> fire(listed.id()));
                }
            }
        }
    }

    private void fire(StateId id) {
        try {
            fire.accept(id);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "the timers of " + id + " could not be fired; they are tried again", e);
        }
    }

    /** The earliest due time before a limit; if very many states are due, the earliest of some of them. */
    private @Nullable Instant nextWithin(Instant horizon) {
        Instant next = null;
        for (int shard = 0; shard < log.info().shards(); shard++) {
            for (StatePage.Listed listed :
                    log.list(shard, dueBy(horizon), null, PAGE).states()) {
                next = Due.earlier(next, listed.header().nextDue());
            }
        }
        return next;
    }

    private void sleep() {
        lock.lock();
        try {
            long pause = PAUSE.toNanos();
            while (!closed && pause > 0) {
                pause = changed.awaitNanos(pause);
            }
            long left = POLL.toNanos();
            while (!closed && left > 0 && clock.instant().isBefore(wakeAt)) {
                long due = Math.max(1, Duration.between(clock.instant(), wakeAt).toNanos());
                long slept = Math.min(left, due);
                left -= slept - changed.awaitNanos(slept);
            }
        } catch (InterruptedException e) {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private static HeaderFilter dueBy(Instant time) {
        // The filter excludes its limit, and times have millisecond precision.
        return new HeaderFilter(null, null, Map.of(), null, null, time.plusMillis(1));
    }
}

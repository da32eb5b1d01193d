package dev.holdfast.engine.internal.commit;

import dev.holdfast.engine.internal.history.Compaction;
import dev.holdfast.engine.internal.history.History;
import dev.holdfast.engine.internal.image.BaseCodec;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Background work on one thread of low priority: snapshots of states whose log has grown long, and compaction of states
 * that do not keep all their history. No caller waits for it. The thread starts with the first work.
 *
 * <p>A snapshot is written when the log has grown by a thousand events and by twice the snapshot's size, so snapshots
 * never cost more than half of what the events cost, and opening a state reads about a thousand events regardless of
 * how many it has. A state is considered for compaction when it has grown by the size of a base. What grows old in
 * states that are not used is found by a walk over all whose events age.
 */
public final class Upkeep implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(Upkeep.class.getName());
    private static final long SNAPSHOT_EVENTS = 1_000;
    private static final long SNAPSHOT_SIZES = 2;
    private static final long COMPACTION_EVENTS = 64;
    private static final int MOST_SNAPSHOTS = 64;
    private static final int MOST_COMPACTIONS = 1_000;

    /** How long the walk over the states that age rests between two slices. */
    private static final Duration REST = Duration.ofSeconds(10);

    private final CommitLog log;
    private final History history;
    private final Compaction compaction;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final LinkedHashMap<StateId, Image> snapshots = new LinkedHashMap<>();
    private final LinkedHashSet<StateId> compactions = new LinkedHashSet<>();

    private final ReentrantLock walking = new ReentrantLock();
    private final Aging aging;
    private final ClockReadings readings;

    /** The slice of the walk that is to be looked at; empty while the walk rests. */
    private List<StatePage.Listed> slice = List.of();

    private Instant agreed = Instant.MIN;
    private @Nullable Instant walkedAt;
    private @Nullable Thread thread;
    private volatile boolean closed;

    /**
     * @param pause how long ago events must have been too old already, by this process's clock, before they are removed
     *     from a state that is not used
     */
    public Upkeep(
            CommitLog log,
            History history,
            Compaction compaction,
            InstantSource clock,
            Duration pause,
            RandomGenerator random) {
        this.log = log;
        this.history = history;
        this.compaction = compaction;
        this.clock = clock;
        this.aging = new Aging(log, random);
        this.readings = new ClockReadings(clock, pause, System::nanoTime);
    }

    /** Called with the number and size of events that were committed to a state, or read to load it. Does no I/O. */
    void grown(Entry entry, Image image, long events, long bytes) {
        entry.sinceSnapshot().add(events, bytes);
        entry.sinceCompaction().add(events, bytes);
        long size = BaseCodec.sizeOf(image);
        boolean snapshot = entry.sinceSnapshot().takeIf(SNAPSHOT_EVENTS, SNAPSHOT_SIZES * size);
        boolean keepsAll = image.settings().keep().isEverything();
        boolean compact = !keepsAll && entry.sinceCompaction().takeIf(COMPACTION_EVENTS, size);
        if (snapshot || compact) {
            note(image, snapshot, compact);
        }
    }

    /**
     * Goes on with the walk over the states whose events age, unless it rests or its last slice is still worked on.
     * Called now and then.
     */
    public void walk() {
        if (!walking.tryLock()) {
            return;
        }
        try {
            walkOn();
        } finally {
            walking.unlock();
        }
    }

    private void walkOn() {
        Instant now = clock.instant();
        if (walkedAt != null && Duration.between(walkedAt, now).abs().compareTo(REST) < 0) {
            return;
        }
        walkedAt = now;
        Instant agreed = readings.agreed();
        if (agreed != null && isIdle()) {
            note(aging.slice(), agreed);
        }
    }

    @Override
    public void close() {
        closed = true;
        Joining.join(wake());
    }

    private boolean isIdle() {
        lock.lock();
        try {
            return slice.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void note(List<StatePage.Listed> aging, Instant now) {
        lock.lock();
        try {
            slice = aging;
            agreed = now;
            begin(!aging.isEmpty());
        } finally {
            lock.unlock();
        }
    }

    private void note(Image image, boolean snapshot, boolean compact) {
        lock.lock();
        try {
            if (snapshot && snapshots.size() < MOST_SNAPSHOTS) {
                snapshots.put(image.id(), image);
            }
            if (compact && compactions.size() < MOST_COMPACTIONS) {
                compactions.add(image.id());
            }
            begin(true);
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // only a hint: nothing depends on it
    private void begin(boolean work) {
        if (work && thread == null && !closed) {
            thread = Thread.ofPlatform()
                    .name("holdfast-upkeep")
                    .daemon()
                    .priority(Thread.MIN_PRIORITY)
                    .start(this::run);
        }
        changed.signal();
    }

    private @Nullable Thread wake() {
        lock.lock();
        try {
            changed.signal();
            return thread;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (Runnable work = next(); work != null; work = next()) {
            try {
                work.run();
            } catch (RuntimeException e) {
                // Only the work is lost: when the state grows again, it is tried again.
                LOGGER.log(Level.WARNING, "upkeep of a state failed: " + e.getMessage());
            }
        }
    }

    /**
     * Waits for the next work; null at the end. Pending snapshots are still written then, because they make the next
     * opening faster.
     */
    private @Nullable Runnable next() {
        lock.lock();
        try {
            // Checked before waiting: work that was added during the last work signalled no waiting thread.
            while (snapshots.isEmpty() && compactions.isEmpty() && slice.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            if (!snapshots.isEmpty()) {
                Image image = snapshots.pollFirstEntry().getValue();
                return () -> snapshot(image);
            } else if (closed) {
                return null;
            } else if (!compactions.isEmpty()) {
                StateId id = compactions.removeFirst();
                return () -> compact(id, clock.instant(), COMPACTION_EVENTS);
            }
            StatePage.Listed aged = slice.getFirst();
            Instant now = agreed;
            slice = slice.subList(1, slice.size());
            return () -> compactIfOverdue(aged, now);
        } finally {
            lock.unlock();
        }
    }

    private void snapshot(Image image) {
        log.snapshots().put(image.id(), history.stored().snapshot(image));
    }

    private void compactIfOverdue(StatePage.Listed aged, Instant now) {
        if (aging.isOverdue(aged, now)) {
            compact(aged.id(), now, 1);
        }
    }

    private void compact(StateId id, Instant now, long slack) {
        compaction.compact(history.load(id).image(), now, slack, () -> !closed);
    }
}

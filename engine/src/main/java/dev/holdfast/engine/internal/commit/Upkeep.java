package dev.holdfast.engine.internal.commit;

import dev.holdfast.engine.internal.history.Compaction;
import dev.holdfast.engine.internal.history.History;
import dev.holdfast.engine.internal.image.BaseCodec;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Snapshot;
import dev.holdfast.engine.spi.StateId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Background work on one thread of low priority: snapshots of states whose log has grown long, and compaction of states
 * that do not keep all their history. No caller waits for it. The thread starts with the first work.
 *
 * <p>A snapshot is written when the log has grown by a thousand events and by twice the snapshot's size, so snapshots
 * never cost more than half of what the events cost, and opening a state reads about a thousand events regardless of
 * how many it has. A state is considered for compaction when it has grown by the size of a base.
 */
public final class Upkeep implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(Upkeep.class.getName());
    private static final long SNAPSHOT_EVENTS = 1_000;
    private static final long SNAPSHOT_SIZES = 2;
    private static final long COMPACTION_EVENTS = 64;
    private static final int MOST_SNAPSHOTS = 64;
    private static final int MOST_COMPACTIONS = 1_000;
    private static final int MOST_AGING = 10_000;
    private static final Duration SWEEP = Duration.ofHours(1);

    private final CommitLog log;
    private final History history;
    private final Compaction compaction;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final LinkedHashMap<StateId, Image> snapshots = new LinkedHashMap<>();
    private final LinkedHashSet<StateId> compactions = new LinkedHashSet<>();

    /** States seen by this process whose history is kept for a limited time. */
    private final Set<StateId> aging = new LinkedHashSet<>();

    private Instant nextSweep;
    private @Nullable Thread thread;
    private volatile boolean closed;

    public Upkeep(CommitLog log, History history, Compaction compaction, InstantSource clock) {
        this.log = log;
        this.history = history;
        this.compaction = compaction;
        this.clock = clock;
        this.nextSweep = clock.instant().plus(SWEEP);
    }

    /** Called with the number and size of events that were committed to a state, or read to load it. Does no I/O. */
    void grown(Entry entry, Image image, long events, long bytes) {
        entry.sinceSnapshot().add(events, bytes);
        entry.sinceCompaction().add(events, bytes);
        long size = BaseCodec.sizeOf(image);
        boolean snapshot = entry.sinceSnapshot().takeIf(SNAPSHOT_EVENTS, SNAPSHOT_SIZES * size);
        boolean keepsAll = image.settings().keep().isEverything();
        boolean compact = !keepsAll && entry.sinceCompaction().takeIf(COMPACTION_EVENTS, size);
        boolean ages = image.settings().keep().age() != null;
        if (snapshot || compact || ages) {
            note(image, snapshot, compact, ages);
        }
    }

    @Override
    public void close() {
        closed = true;
        Joining.join(wake());
    }

    @SuppressWarnings("ThreadPriorityCheck") // only a hint: nothing depends on it
    private void note(Image image, boolean snapshot, boolean compact, boolean ages) {
        lock.lock();
        try {
            if (snapshot && snapshots.size() < MOST_SNAPSHOTS) {
                snapshots.put(image.id(), image);
            }
            if (compact && compactions.size() < MOST_COMPACTIONS) {
                compactions.add(image.id());
            }
            if (ages && aging.size() < MOST_AGING) {
                aging.add(image.id());
            }
            if (thread == null && !closed) {
                thread = Thread.ofPlatform()
                        .name("holdfast-upkeep")
                        .daemon()
                        .priority(Thread.MIN_PRIORITY)
                        .start(this::run);
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
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
            if (snapshots.isEmpty() && compactions.isEmpty() && !isSweepDue() && !closed) {
                await();
            }
            if (!snapshots.isEmpty()) {
                Image image = snapshots.pollFirstEntry().getValue();
                return () -> snapshot(image);
            } else if (closed) {
                return null;
            } else if (isSweepDue()) {
                nextSweep = clock.instant().plus(SWEEP);
                Set<StateId> mayHaveAged = Set.copyOf(aging);
                return () -> mayHaveAged.forEach(id -> compact(id, 1));
            } else if (!compactions.isEmpty()) {
                StateId id = compactions.removeFirst();
                return () -> compact(id, COMPACTION_EVENTS);
            }
            return () -> {};
        } finally {
            lock.unlock();
        }
    }

    private boolean isSweepDue() {
        return clock.instant().isAfter(nextSweep);
    }

    @SuppressWarnings("WaitNotInLoop") // run() is the loop: it checks again after every wake-up
    private void await() {
        try {
            changed.await(SWEEP.toMinutes(), TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            LOGGER.log(Level.WARNING, "upkeep was interrupted unexpectedly");
        }
    }

    private void snapshot(Image image) {
        log.snapshots().put(image.id(), new Snapshot(image.revision(), BaseCodec.encode(image), image.hash()));
    }

    private void compact(StateId id, long slack) {
        compaction.compact(history.load(id).image(), slack, () -> !closed);
    }
}

package dev.holdfast.engine.internal.audit;

import dev.holdfast.engine.audit.AuditEntry;
import dev.holdfast.engine.audit.AuditKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is to be stored in the audit log, until it is. Holds what calls wait for, so many as there are calls; of the
 * rest a bounded number, and a bounded number of counted refusals. Safe for use by many threads.
 */
final class Slips {
    /** About how many entries are stored together. With the refusals they fit in one command, whatever they say. */
    private static final int MOST_TOGETHER = 200;

    /** The most slips that nothing waits for. What is more is lost, and its number is told. */
    static final int MOST_UNAWAITED = 10_000;

    /** How long refusals are counted before they are stored. */
    private static final Duration COUNTED_FOR = Duration.ofMinutes(1);

    /** How long to wait before what failed is tried again, unless a call waits. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final InstantSource clock;
    private final String via;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<Slip> queue = new ArrayDeque<>();
    private final Denials denials = new Denials();
    private Instant countedSince = Instant.MIN;
    private int awaited;
    private long lost;
    private boolean failing;
    private boolean telling;
    private boolean closed;

    Slips(InstantSource clock, String via) {
        this.clock = clock;
        this.via = via;
    }

    /** What is stored together: slips, and rows of counted refusals. */
    record Batch(List<Slip> slips, List<AuditEntry> counted, long lost) {
        List<AuditEntry> entries() {
            List<AuditEntry> entries = new ArrayList<>(counted);
            slips.forEach(slip -> entries.addAll(slip.entries()));
            return entries;
        }
    }

    /** Adds a slip; false if no more are taken. */
    boolean add(Slip slip) {
        lock.lock();
        try {
            if (closed) {
                return false;
            } else if (slip.stored() == null && queue.size() - awaited >= MOST_UNAWAITED) {
                lost += slip.entries().size();
                return true;
            }
            queue.addLast(slip);
            awaited += slip.stored() == null ? 0 : 1;
            arrived.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Counts a refusal. */
    void count(AuditEntry refused) {
        lock.lock();
        try {
            if (denials.isEmpty()) {
                countedSince = refused.at();
                arrived.signal();
            }
            denials.add(refused);
        } finally {
            lock.unlock();
        }
    }

    /** With the next batch the refusals are stored, however long they have been counted. */
    void tellCounted() {
        lock.lock();
        try {
            telling = true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for something to store; null once it is closed and nothing is left. */
    @Nullable Batch take() throws InterruptedException {
        lock.lock();
        try {
            long left = PAUSE_NANOS;
            while (!closed && !isWorkFor(left <= 0)) {
                left = await(left <= 0 ? PAUSE_NANOS : left);
            }
            return closed && isEmpty() ? null : drained();
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // it is called in one, which looks at what it waits for
    private long await(long nanos) throws InterruptedException {
        if (isEmpty()) {
            arrived.await();
            return PAUSE_NANOS;
        }
        return arrived.awaitNanos(nanos);
    }

    private boolean isEmpty() {
        return queue.isEmpty() && denials.isEmpty() && lost == 0;
    }

    /** @param paused whether what failed may be tried again */
    private boolean isWorkFor(boolean paused) {
        return awaited > 0 || ((!failing || paused) && (!queue.isEmpty() || isCounted()));
    }

    private boolean isCounted() {
        return !denials.isEmpty() && (telling || !clock.instant().isBefore(countedSince.plus(COUNTED_FOR)));
    }

    private Batch drained() {
        List<Slip> slips = new ArrayList<>();
        int entries = 0;
        while (!queue.isEmpty() && entries < MOST_TOGETHER) {
            Slip slip = queue.removeFirst();
            slips.add(slip);
            entries += slip.entries().size();
            awaited -= slip.stored() == null ? 0 : 1;
        }
        List<AuditEntry> counted = new ArrayList<>(isCounted() || closed ? denials.take(via) : List.of());
        telling = false;
        long missing = lost;
        lost = 0;
        if (missing > 0) {
            counted.add(new AuditEntry(
                    clock.instant(), AuditEntry.OTHERS, AuditKind.ANY, null, AuditEntry.LOST, 0, missing, via));
        }
        return new Batch(slips, counted, missing);
    }

    /** Takes note that a batch is stored. */
    void stored() {
        lock.lock();
        try {
            failing = false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes back a batch that could not be stored.
     *
     * @param keepsAll whether what a call waited for is to be stored later all the same
     */
    void failed(Batch batch, boolean keepsAll) {
        lock.lock();
        try {
            failing = true;
            if (closed) {
                drop();
                return;
            }
            lost += batch.lost();
            batch.counted().stream()
                    .filter(entry -> !entry.outcome().equals(AuditEntry.LOST))
                    .forEach(denials::add);
            for (Slip slip : batch.slips().reversed()) {
                if (keepsAll || slip.stored() == null) {
                    putBack(Slip.unawaited(slip.entries()));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** What could not be stored by the end is not stored. */
    private void drop() {
        queue.forEach(slip -> slip.complete(false));
        queue.clear();
        denials.take(via);
        awaited = 0;
        lost = 0;
    }

    private void putBack(Slip slip) {
        if (queue.size() - awaited >= MOST_UNAWAITED) {
            lost += slip.entries().size();
        } else {
            queue.addFirst(slip);
        }
    }

    /** Whether what was stored last could not be stored. */
    boolean isFailing() {
        lock.lock();
        try {
            return failing;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more. What is there is still taken out. */
    void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }
}

package dev.holdfast.mcp;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Tasks in memory, by id and in order of expiry. */
final class InMemoryTasks implements TaskStore {
    private static final Comparator<TaskRecord> BY_EXPIRY =
            Comparator.comparing(TaskRecord::expiry).thenComparing(TaskRecord::id);

    /** A task, and the condition that signals its changes. */
    private static final class Entry {
        private final @Nullable String owner;
        private final Condition changed;
        private TaskRecord task;

        private Entry(@Nullable String owner, TaskRecord task, Condition changed) {
            this.owner = owner;
            this.task = task;
            this.changed = changed;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Entry> byId = new HashMap<>();
    private final Map<String, Integer> byOwner = new HashMap<>();
    private final TreeSet<TaskRecord> byExpiry = new TreeSet<>(BY_EXPIRY);
    private final int capacity;
    private final InstantSource clock;

    InMemoryTasks(int capacity, InstantSource clock) {
        this.capacity = capacity;
        this.clock = clock;
    }

    @Override
    public boolean create(TaskRecord task) {
        return create(task, (String) null);
    }

    @Override
    public boolean create(TaskRecord task, Caller caller) {
        return create(task, caller.authenticated() ? caller.subject() : null);
    }

    private boolean create(TaskRecord task, @Nullable String owner) {
        lock.lock();
        try {
            forgetExpired();
            if (byId.size() >= capacity || byId.containsKey(task.id()) || isShareUsedUp(owner)) {
                return false;
            }
            if (owner != null) {
                byOwner.merge(owner, 1, Integer::sum);
            }
            byId.put(task.id(), new Entry(owner, task, lock.newCondition()));
            return byExpiry.add(task);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<TaskRecord> find(String id) {
        lock.lock();
        try {
            forgetExpired();
            return current(id);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean replace(TaskRecord next) {
        lock.lock();
        try {
            forgetExpired();
            Entry entry = byId.get(next.id());
            if (entry == null || entry.task.revision() != next.revision() - 1) {
                return false;
            }
            entry.task = next; // byExpiry may keep the old record, since id and expiry never change
            entry.changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Expiry itself wakes no waiting thread; a waiting thread may notice it only when {@code patience} is over. */
    @Override
    public Optional<TaskRecord> awaitChange(String id, long revision, Duration patience) throws InterruptedException {
        long nanos = patience.toNanos();
        lock.lockInterruptibly();
        try {
            forgetExpired();
            Entry entry = byId.get(id);
            while (entry != null && entry == byId.get(id) && entry.task.revision() <= revision && nanos > 0) {
                nanos = entry.changed.awaitNanos(nanos);
            }
            forgetExpired();
            return current(id);
        } finally {
            lock.unlock();
        }
    }

    private boolean isShareUsedUp(@Nullable String owner) {
        return owner != null && byOwner.getOrDefault(owner, 0) >= Math.max(1, capacity / 4);
    }

    private Optional<TaskRecord> current(String id) {
        return Optional.ofNullable(byId.get(id)).map(entry -> entry.task);
    }

    private void forgetExpired() {
        Instant now = clock.instant();
        while (!byExpiry.isEmpty() && !byExpiry.first().expiry().isAfter(now)) {
            TaskRecord expired = byExpiry.removeFirst();
            Entry entry = byId.remove(expired.id());
            if (entry != null) {
                entry.changed.signalAll();
                forgetOneOf(entry.owner);
            }
        }
    }

    private void forgetOneOf(@Nullable String owner) {
        if (owner != null) {
            byOwner.computeIfPresent(owner, (any, before) -> before == 1 ? null : Integer.valueOf(before - 1));
        }
    }
}

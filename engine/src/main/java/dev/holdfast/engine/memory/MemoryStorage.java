package dev.holdfast.engine.memory;

import dev.holdfast.engine.local.HeaderIndex;
import dev.holdfast.engine.local.HeaderSearch;
import dev.holdfast.engine.local.Holdings;
import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.CursorExpiredException;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.Holding;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The data that the clients of one store in memory share. Open several clients of one storage with
 * {@link MemoryLog#open(MemoryStorage)} to test how clients in different processes would interact. Safe for use by many
 * threads.
 */
public final class MemoryStorage {
    /** The largest event accepted, in bytes. */
    static final int MAX_COMMIT_BYTES = 8 << 20;

    /*
     * One lock guards everything. A client's count of foreign changes is raised as the last step of a change, before
     * the write lock is released: no client can see a change that is not yet counted.
     */
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Condition changed = lock.writeLock().newCondition();
    private final String id;
    private final NavigableMap<StateId, StateLog> states = new TreeMap<>();
    private final NavigableMap<Long, FeedPage.Entry> feed = new TreeMap<>();
    private final HeaderIndex headers = new HeaderIndex();
    private final Holdings holdings = new Holdings();
    private final List<MemoryLog> clients = new CopyOnWriteArrayList<>();
    private long newest;
    private long newestRemoved;

    /** An empty storage. */
    public MemoryStorage() {
        this(UUID.randomUUID().toString());
    }

    /** An empty storage with a given identity. */
    public MemoryStorage(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    void join(MemoryLog client) {
        clients.add(client);
    }

    void leave(MemoryLog client) {
        clients.remove(client);
        write(() -> {
            changed.signalAll();
            return null;
        });
    }

    List<AppendResult> append(MemoryLog by, List<Append> batch) {
        return write(() -> {
            Set<StateId> failed = new HashSet<>();
            List<AppendResult> results = new ArrayList<>(batch.size());
            for (Append append : batch) {
                AppendResult result = failed.contains(append.state())
                        ? AppendResult.NotAttempted.afterOneThatFailed()
                        : append(append);
                if (!(result instanceof AppendResult.Appended)) {
                    failed.add(append.state());
                }
                results.add(result);
            }
            if (results.contains(AppendResult.APPENDED)) {
                announce(by);
            }
            return results;
        });
    }

    private AppendResult append(Append append) {
        StateLog log = states.get(append.state());
        long revision = log == null ? 0 : log.revision();
        if (log != null && log.erased()) {
            return new AppendResult.Gone();
        } else if (revision != append.expected()) {
            return new AppendResult.Conflict(OptionalLong.of(revision));
        } else if (append.commit().event().length() > MAX_COMMIT_BYTES) {
            return new AppendResult.TooLarge(MAX_COMMIT_BYTES);
        }
        newest++;
        feed.put(newest, new FeedPage.Entry(append.state(), append.commit()));
        follow(append.state(), log == null ? null : log.header(), append.header());
        if (log == null) {
            states.put(append.state(), new StateLog(append, newest));
        } else {
            log.add(append, newest);
        }
        return AppendResult.APPENDED;
    }

    /** Answers a question about one state's log, or the given answer if there is no such state. */
    <T> T ask(StateId state, Function<StateLog, T> question, T absent) {
        lock.readLock().lock();
        try {
            StateLog log = states.get(state);
            return log == null ? absent : question.apply(log);
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * A page of the feed. Waits for its first entry, at most {@code waitNanos} and only while {@code waiting} is true.
     */
    FeedPage feed(Cursor after, int maxCommits, long waitNanos, BooleanSupplier waiting) {
        FeedPage page = feed(after, maxCommits);
        if (!page.entries().isEmpty() || waitNanos <= 0 || after.equals(Cursor.LATEST)) {
            return page;
        }
        awaitAfter(page.next().position(id), waitNanos, waiting);
        return feed(page.next(), maxCommits);
    }

    private FeedPage feed(Cursor after, int maxCommits) {
        lock.readLock().lock();
        try {
            if (after.equals(Cursor.LATEST)) {
                return new FeedPage(List.of(), Cursor.after(id, newest));
            }
            long position = after.position(id);
            if (position < newestRemoved) {
                throw new CursorExpiredException(after);
            }
            List<FeedPage.Entry> entries = new ArrayList<>();
            for (Map.Entry<Long, FeedPage.Entry> entry :
                    feed.tailMap(position, false).entrySet()) {
                entries.add(entry.getValue());
                position = entry.getKey();
                if (entries.size() >= maxCommits) {
                    break;
                }
            }
            return new FeedPage(entries, Cursor.after(id, position));
        } finally {
            lock.readLock().unlock();
        }
    }

    private void awaitAfter(long position, long waitNanos, BooleanSupplier waiting) {
        lock.writeLock().lock();
        try {
            long left = waitNanos;
            while (left > 0 && newest <= position && waiting.getAsBoolean()) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.writeLock().unlock();
        }
    }

    StatePage list(HeaderFilter filter, @Nullable StateId after, int max) {
        lock.readLock().lock();
        try {
            HeaderSearch search = new HeaderSearch(filter, after);
            Iterator<StateId> found =
                    search.candidates(key -> headers.from(key, true).iterator());
            NavigableMap<StateId, StateLog> rest = after == null ? states : states.tailMap(after, false);
            return search.page(found == null ? rest.keySet().iterator() : found, this::listed, max);
        } finally {
            lock.readLock().unlock();
        }
    }

    private StatePage.@Nullable Listed listed(StateId state) {
        StateLog log = states.get(state);
        StateHeader header = log == null ? null : log.header();
        return log == null || header == null ? null : new StatePage.Listed(state, log.revision(), header);
    }

    Holding held(String owner) {
        lock.readLock().lock();
        try {
            return holdings.of(owner);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Follows a change of a state's header. */
    private void follow(StateId state, @Nullable StateHeader before, @Nullable StateHeader after) {
        headers.change(state, before, after);
        holdings.change(before, after);
    }

    void truncate(MemoryLog by, StateId state, long upTo, Base base) {
        write(() -> {
            StateLog log = states.get(state);
            if (log == null) {
                throw new IllegalArgumentException("there is no commit " + upTo + " to truncate to");
            }
            forget(by, log.truncate(upTo, base));
            return null;
        });
    }

    boolean begin(MemoryLog by, StateId state, Base base, StateHeader header) {
        return write(() -> {
            if (states.containsKey(state)) {
                return false;
            }
            newest++;
            newestRemoved = newest;
            states.put(state, new StateLog(base, header));
            follow(state, null, header);
            announce(by);
            return true;
        });
    }

    boolean tombstone(MemoryLog by, StateId state, long expected) {
        return write(() -> {
            StateLog log = states.get(state);
            if (log == null || log.erased() || log.revision() != expected) {
                return false;
            }
            follow(state, log.header(), null);
            forget(by, log.erase());
            return true;
        });
    }

    private void forget(MemoryLog by, List<Long> positions) {
        positions.forEach(feed::remove);
        newestRemoved = positions.isEmpty() ? newestRemoved : Math.max(newestRemoved, positions.getLast());
        announce(by);
    }

    private void announce(MemoryLog by) {
        changed.signalAll();
        for (MemoryLog client : clients) {
            if (client != by) {
                client.othersChanged();
            }
        }
    }

    private <T extends @Nullable Object> T write(Supplier<T> change) {
        lock.writeLock().lock();
        try {
            return change.get();
        } finally {
            lock.writeLock().unlock();
        }
    }
}

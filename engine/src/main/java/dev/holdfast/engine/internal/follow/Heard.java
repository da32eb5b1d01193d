package dev.holdfast.engine.internal.follow;

import dev.holdfast.engine.Event;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The keys that changed since a waiter began to wait. The tailer tells all waiters of each event; only a waiter that
 * was told with a gap has to read the log.
 */
public final class Heard implements Signals.Listener {
    private final Set<String> wanted;
    private final boolean everything;
    private final Semaphore moved = new Semaphore(0);
    private final SortedSet<String> changed = new TreeSet<>();
    private long since;
    private long upTo = Long.MIN_VALUE;
    private final SortedMap<Long, Set<String>> ahead = new TreeMap<>();
    private boolean gap = true;
    private boolean looking;

    /**
     * @param wanted the keys whose changes count; empty for all
     * @param everything whether changes of other keys may matter too
     */
    public Heard(Set<String> wanted, boolean everything) {
        this.wanted = wanted;
        this.everything = everything || wanted.isEmpty();
    }

    /** Waits for an event that may matter to the waiter; false if there was none in time. */
    public boolean await(long nanos) throws InterruptedException {
        boolean heard = moved.tryAcquire(nanos, TimeUnit.NANOSECONDS);
        moved.drainPermits();
        return heard;
    }

    @Override
    public synchronized void told(Event event) {
        if (event.revision() <= upTo) {
            return;
        }
        ahead.put(event.revision(), event.keys());
        join();
        // An event that changes no key may have ended the state.
        if (gap || everything || event.keys().isEmpty() || !Collections.disjoint(event.keys(), wanted)) {
            moved.release();
        }
    }

    @Override
    public synchronized void missed() {
        gap = true;
        moved.release();
    }

    /**
     * Whether the log has to be read. If so, the read begins now: events told meanwhile are joined to what it finds.
     */
    public synchronized boolean takeGap() {
        looking = gap;
        gap = false;
        return looking;
    }

    /** The result of reading the log: the keys that changed between two revisions. */
    public synchronized void found(long from, long revision, Set<String> keys) {
        since = from;
        upTo = Math.max(upTo, revision);
        changed.addAll(keys);
        looking = false;
        ahead.headMap(upTo + 1).clear();
        join();
        if (gap) {
            // What is missing may be what is waited for, and there may never be another event to tell that.
            moved.release();
        }
    }

    /** Adds the events that were told ahead, as far as none is missing before them. */
    private void join() {
        for (Set<String> keys = ahead.remove(upTo + 1); keys != null; keys = ahead.remove(upTo + 1)) {
            upTo++;
            changed.addAll(upTo > since ? keys : Set.of());
        }
        gap |= !looking && !ahead.isEmpty();
    }

    /** The revision up to which all changes are known. */
    public synchronized long upTo() {
        return upTo;
    }

    /** The wanted keys that have changed up to {@link #upTo}. */
    public synchronized SortedSet<String> changed() {
        SortedSet<String> counted = new TreeSet<>(changed);
        if (!wanted.isEmpty()) {
            counted.retainAll(wanted);
        }
        return counted;
    }
}

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
 * Which keys a waiter knows to have changed. What the tailer tells all waiters of a change is enough for each of them;
 * only who was told with a gap has to look at the log.
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
     * @param everything whether other changes may matter too
     */
    public Heard(Set<String> wanted, boolean everything) {
        this.wanted = wanted;
        this.everything = everything || wanted.isEmpty();
    }

    /** Waits for something that may matter to the waiter. */
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
        // What changes no key may have ended the state.
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
     * Whether the log has to be looked at, which then begins: what is told meanwhile is joined to what the look finds.
     */
    public synchronized boolean takeGap() {
        looking = gap;
        gap = false;
        return looking;
    }

    /** What a look at the log found out: which keys changed between two revisions. */
    public synchronized void found(long from, long revision, Set<String> keys) {
        since = from;
        upTo = Math.max(upTo, revision);
        changed.addAll(keys);
        looking = false;
        ahead.headMap(upTo + 1).clear();
        join();
    }

    /** Joins what was told ahead to what is known, as far as nothing is missing in between. */
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

    /** The wanted keys that have changed by then. */
    public synchronized SortedSet<String> changed() {
        SortedSet<String> counted = new TreeSet<>(changed);
        if (!wanted.isEmpty()) {
            counted.retainAll(wanted);
        }
        return counted;
    }
}

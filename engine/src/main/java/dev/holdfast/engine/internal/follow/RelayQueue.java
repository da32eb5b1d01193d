package dev.holdfast.engine.internal.follow;

import dev.holdfast.engine.spi.HeaderFilter;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The commits that one reader of many states has still to be given. It is bounded: when it would hold too much, it
 * drops all of it and says so, and its reader goes on in the store from its own place. Thread-safe; one reader takes.
 */
public final class RelayQueue {
    private static final int MOST = 256;
    private static final long MOST_BYTES = 256L << 10;

    private final HeaderFilter filter;
    private final Queue<Relayed> waiting = new ArrayDeque<>();
    private final Moved moved;
    private long bytes;
    private boolean overrun;

    /**
     * Makes an empty queue.
     *
     * @param filter which states count; those of one principal
     * @param moved told when there may be something to do
     */
    public RelayQueue(HeaderFilter filter, Moved moved) {
        Objects.requireNonNull(filter.principal());
        this.filter = filter;
        this.moved = moved;
    }

    HeaderFilter filter() {
        return filter;
    }

    /** Called for each commit that may count. Never waits. One commit is taken however large it is. */
    void add(Relayed commit) {
        if (offer(commit)) {
            moved.missed();
        }
    }

    private synchronized boolean offer(Relayed commit) {
        if (overrun) {
            return false;
        }
        if (waiting.size() == MOST || (!waiting.isEmpty() && bytes + commit.bytes() > MOST_BYTES)) {
            drop();
        } else {
            waiting.add(commit);
            bytes += commit.bytes();
        }
        return true;
    }

    /** Commits were not passed on: what is left is in the store. */
    void overrun() {
        synchronized (this) {
            drop();
        }
        moved.missed();
    }

    private void drop() {
        waiting.clear();
        bytes = 0;
        overrun = true;
    }

    /** Whether commits are missing: the reader has to look for them in the store, and to join again. */
    public synchronized boolean isOverrun() {
        return overrun;
    }

    /** The next commit, which stays; null if there is none now. */
    public synchronized @Nullable Relayed peek() {
        return waiting.peek();
    }

    /** Removes the next commit, if that is it: it is gone if the queue was overrun meanwhile. */
    public synchronized void remove(Relayed commit) {
        Relayed next = waiting.peek();
        if (next != null && next.isAt(commit)) {
            waiting.remove();
            bytes -= commit.bytes();
        }
    }
}

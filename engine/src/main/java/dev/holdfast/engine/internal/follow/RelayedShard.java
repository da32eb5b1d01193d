package dev.holdfast.engine.internal.follow;

import dev.holdfast.engine.spi.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * How far a shard has been passed on, and by whom: one thread at a time, so that no commit is passed on twice where a
 * thread that is about to end meets the one that follows it. Thread-safe.
 */
final class RelayedShard {
    private @Nullable Object owner;
    private volatile long turn;
    private volatile @Nullable RelayedPage passed;

    /** From now on only this one passes on. */
    synchronized void own(Object next) {
        owner = next;
    }

    /** A page is about to be asked for. */
    synchronized void begins(Object by) {
        if (by.equals(owner)) {
            turn++;
        }
    }

    /** A page was read: its commits are passed on if that is for this one to do. */
    synchronized void pass(Object by, Cursor next, boolean atEnd, Runnable commits) {
        if (by.equals(owner)) {
            commits.run();
            passed = new RelayedPage(next, turn, atEnd);
        }
    }

    long turn() {
        return turn;
    }

    @Nullable RelayedPage passed() {
        return passed;
    }
}

package dev.holdfast.mcp.internal.flight;

import dev.holdfast.mcp.SubscriptionSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One resource and its listeners. It is watched from the first listener until the last has left; then this object is
 * over and cannot be used again.
 */
final class Watched {
    /** Starts a watch. */
    @FunctionalInterface
    interface Start {
        SubscriptionSource.Watch watch() throws InterruptedException;
    }

    private final ReentrantLock turns = new ReentrantLock();
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private SubscriptionSource.@Nullable Watch watch;
    private boolean over;

    /** Adds a listener; false if this is over, since the last one has left. */
    boolean enter(Listener listener, Start start) throws InterruptedException {
        turns.lockInterruptibly();
        try {
            if (over) {
                return false;
            }
            listeners.add(listener); // before the watch starts, so that no change is missed in between
            if (watch == null) {
                begin(listener, start);
            }
            return true;
        } finally {
            turns.unlock();
        }
    }

    private void begin(Listener listener, Start start) throws InterruptedException {
        try {
            watch = start.watch();
        } finally {
            if (watch == null) {
                over = true;
                listeners.remove(listener);
            }
        }
    }

    /** Removes a listener; true if this is over now. */
    boolean leave(Listener listener) {
        turns.lock();
        try {
            listeners.remove(listener);
            if (listeners.isEmpty() && !over) {
                over = true;
                if (watch != null) {
                    watch.close();
                }
            }
            return over;
        } finally {
            turns.unlock();
        }
    }

    void tell(Announcement change) {
        listeners.forEach(listener -> listener.add(change));
    }
}

package dev.holdfast.mcp.internal.flight;

import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.SubscriptionSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
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
    private final ConcurrentMap<Listener, Caller> listeners = new ConcurrentHashMap<>();
    private SubscriptionSource.@Nullable Watch watch;
    private boolean over;

    /** Adds a listener; false if this is over, since the last one has left. */
    boolean enter(Listener listener, Caller caller, Start start) throws InterruptedException {
        turns.lockInterruptibly();
        try {
            if (over) {
                return false;
            }
            listeners.put(listener, caller); // before the watch starts, so that no change is missed in between
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
        listeners.keySet().forEach(listener -> listener.add(change));
    }

    /** Stops to tell those listeners whose callers are no longer admitted. They still have to {@link #leave}. */
    List<Listener> refuse(Predicate<Caller> admitted) {
        List<Listener> refused = listeners.entrySet().stream()
                .filter(entry -> !admitted.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        refused.forEach(listeners::remove);
        return refused;
    }
}

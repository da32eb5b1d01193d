package dev.holdfast.engine.internal.follow;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.spi.StateId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who wants to know when a state gets a commit. Listeners are called on the tailer's thread and must not block. */
final class Signals {
    /** Somebody who wants to know. */
    interface Listener {
        /** A commit was made. */
        void told(Event event);

        /** Commits may have been made that nobody can tell of: time to look at the log. */
        void missed();
    }

    /** Sets that thousands may enter and leave at once without copying them. */
    private final Map<StateId, Set<Listener>> listeners = new ConcurrentHashMap<>();

    void add(StateId id, Listener listener) {
        listeners.compute(id, (key, present) -> {
            Set<Listener> all = present == null ? ConcurrentHashMap.newKeySet() : present;
            all.add(listener);
            return all;
        });
    }

    void remove(StateId id, Listener listener) {
        listeners.computeIfPresent(id, (key, present) -> {
            present.remove(listener);
            return present.isEmpty() ? null : present;
        });
    }

    boolean isEmpty() {
        return listeners.isEmpty();
    }

    int size() {
        return listeners.values().stream().mapToInt(Set::size).sum();
    }

    boolean wants(StateId id) {
        return listeners.containsKey(id);
    }

    void tell(StateId id, Event event) {
        Set<Listener> present = listeners.get(id);
        if (present != null) {
            present.forEach(listener -> listener.told(event));
        }
    }

    /** Tells everybody that the feed could not be followed. */
    void missed() {
        listeners.values().forEach(present -> present.forEach(Listener::missed));
    }
}

package dev.holdfast.engine.internal.follow;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.spi.StateId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The listeners to commits, by state. They are called on the tailer's thread and must not block. */
final class Signals {
    /** Is told of the commits of one state. */
    interface Listener {
        /** A commit was made. */
        void told(Event event);

        /** Commits may have been made that were not told: the listener has to read the log. */
        void missed();
    }

    /** Concurrent sets: thousands of listeners may come and go at once without copying. */
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

    /** Tells the listeners of a state that commits may have been missed. */
    void missed(StateId id) {
        listeners.getOrDefault(id, Set.of()).forEach(Listener::missed);
    }

    /** Tells all listeners that commits may have been missed. */
    void missed() {
        listeners.values().forEach(present -> present.forEach(Listener::missed));
    }
}

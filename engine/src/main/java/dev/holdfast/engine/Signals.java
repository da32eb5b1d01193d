package dev.holdfast.engine;

import dev.holdfast.engine.spi.StateId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who wants to know when a state gets a commit. Listeners are called on the tailer's thread and must not block. */
final class Signals {
    /** Somebody who wants to know. */
    interface Listener {
        /** A commit was made. */
        void told(Event event);

        /** Commits may have been made that nobody can tell of: time to look at the log. */
        void missed();

        /** One who looks at the log anyhow. */
        static Listener of(Runnable look) {
            return new Listener() {
                @Override
                public void told(Event event) {
                    look.run();
                }

                @Override
                public void missed() {
                    look.run();
                }
            };
        }
    }

    private final Map<StateId, List<Listener>> listeners = new ConcurrentHashMap<>();

    void add(StateId id, Listener listener) {
        listeners.compute(id, (key, present) -> {
            List<Listener> all = present == null ? new CopyOnWriteArrayList<>() : present;
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

    boolean wants(StateId id) {
        return listeners.containsKey(id);
    }

    void tell(StateId id, Event event) {
        List<Listener> present = listeners.get(id);
        if (present != null) {
            present.forEach(listener -> listener.told(event));
        }
    }

    /** Tells everybody that the feed could not be followed. */
    void missed() {
        listeners.values().forEach(present -> present.forEach(Listener::missed));
    }
}

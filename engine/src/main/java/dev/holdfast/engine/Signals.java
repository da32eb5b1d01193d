package dev.holdfast.engine;

import dev.holdfast.engine.spi.StateId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Who wants to know when a state gets a commit. Listeners are called on the tailer's thread and must not block. */
final class Signals {
    private final Map<StateId, List<Consumer<Event>>> listeners = new ConcurrentHashMap<>();

    void add(StateId id, Consumer<Event> listener) {
        listeners.compute(id, (key, present) -> {
            List<Consumer<Event>> all = present == null ? new CopyOnWriteArrayList<>() : present;
            all.add(listener);
            return all;
        });
    }

    void remove(StateId id, Consumer<Event> listener) {
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
        List<Consumer<Event>> present = listeners.get(id);
        if (present != null) {
            present.forEach(listener -> listener.accept(event));
        }
    }
}

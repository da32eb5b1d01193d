package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.machine.Configuration.Delayed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The delays that run, in the order in which they end: of those that end together, the one begun first. */
final class Delays {
    private final List<Delayed> running;

    Delays(List<Delayed> running) {
        this.running = new ArrayList<>(running);
    }

    /** Begins a delay of a state that is entered. */
    void begin(ChartState state, Behaviour.Delay delay, long millis, Instant now) {
        Delayed begun = new Delayed(state.path(), delay.key(), now, now.plusMillis(millis));
        int place = running.size();
        while (place > 0 && running.get(place - 1).due().isAfter(begun.due())) {
            place--;
        }
        running.add(place, begun);
    }

    /** Ends the delays of a state that is left. */
    void end(ChartState state) {
        if (!state.behaviour().delays().isEmpty()) {
            running.removeIf(delayed -> delayed.state().equals(state.path()));
        }
    }

    void endAll() {
        running.clear();
    }

    List<Delayed> list() {
        return List.copyOf(running);
    }
}

package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.machine.Transition;
import dev.holdfast.json.JsonPointer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transition of a chart.
 *
 * @param source the state that has it
 * @param descriptor what it is for: an event or a wildcard; empty if it needs no event
 * @param guard what must hold; null for nothing
 * @param targets the states it leads to; empty if it stays where it is
 * @param reenter whether its source is left and entered again where it leads into it
 * @param actions what is done
 * @param at where the definition has it
 */
record Edge(
        ChartState source,
        String descriptor,
        @Nullable Formula guard,
        List<ChartState> targets,
        boolean reenter,
        List<Action> actions,
        JsonPointer at) {
    /** Whether it only keeps the event from the states around. */
    boolean isForbidding() {
        return targets.isEmpty() && actions.isEmpty();
    }

    /** As it is told, having been taken. */
    Transition taken(String event) {
        List<String> to = targets.stream().map(ChartState::path).toList();
        return new Transition(source.path(), descriptor.isEmpty() ? "" : event, to);
    }

    /** Transitions are told apart by where they stand: two may say the same. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}

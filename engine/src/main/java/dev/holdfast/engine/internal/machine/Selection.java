package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.spi.rules.Steps;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which transitions are taken for an event, or without one.
 *
 * <p>For an event a state is asked only if none within it takes the event, as in XState; a parallel state, if none of
 * its regions does. Without an event every active leaf takes the first it finds on its way to the root.
 *
 * @param chart the chart
 * @param active the numbers of the active states
 * @param scope what guards are evaluated on
 */
record Selection(Chart chart, BitSet active, Scope scope) {
    /** What was found for an event: the transitions to take in document order, and those whose guards do not hold. */
    record Found(List<Edge> taken, List<Edge> refused) {
        Found() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        /** Whether it does anything: a transition without target and actions only keeps the event from others. */
        boolean isEffective() {
            return taken.stream().anyMatch(edge -> !edge.isForbidding());
        }
    }

    Found forEvent() {
        Found found = new Found();
        select(chart.root(), found);
        return found;
    }

    /** Whether the state or one within it takes the event. */
    private boolean select(ChartState state, Found found) {
        scope.steps().spend(Steps.NODE);
        boolean taken = false;
        for (ChartState child : state.children()) {
            if (active.get(child.index())) {
                taken |= select(child, found);
            }
        }
        return taken || first(state.behaviour().candidates(scope.eventType()), found);
    }

    private boolean first(List<Edge> candidates, Found found) {
        for (Edge edge : candidates) {
            if (holds(edge)) {
                found.taken().add(edge);
                return true;
            }
            found.refused().add(edge);
        }
        return false;
    }

    private boolean holds(Edge edge) {
        scope.steps().spend(Steps.NODE);
        Formula guard = edge.guard();
        return guard == null || guard.holds(scope);
    }

    List<Edge> withoutEvent() {
        Set<Edge> found = new LinkedHashSet<>();
        for (int i = active.nextSetBit(0); i >= 0; i = active.nextSetBit(i + 1)) {
            ChartState leaf = chart.states().get(i);
            if (leaf.kind().isLeaf()) {
                selectAlways(leaf, found);
            }
        }
        return List.copyOf(found);
    }

    private void selectAlways(ChartState leaf, Set<Edge> found) {
        for (ChartState state = leaf; state != null; state = state.parent()) {
            for (Edge edge : state.behaviour().always()) {
                if (holds(edge)) {
                    found.add(edge);
                    return;
                }
            }
            scope.steps().spend(1);
        }
    }
}

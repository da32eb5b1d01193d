package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.spi.rules.Steps;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What transitions leave, by the algorithm of SCXML with the internal transitions of XState.
 *
 * @param chart the chart
 * @param history what history states remember
 */
record Domains(Chart chart, Map<ChartState, List<ChartState>> history) {
    /** The targets, with what history states stand for in their place. */
    List<ChartState> targets(List<ChartState> named) {
        Set<ChartState> targets = new LinkedHashSet<>();
        for (ChartState target : named) {
            if (target.kind().isHistory()) {
                targets.addAll(remembered(target));
            } else {
                targets.add(target);
            }
        }
        return List.copyOf(targets);
    }

    /** What a history state stands for now. */
    List<ChartState> remembered(ChartState state) {
        List<ChartState> known = history.get(state);
        return known == null ? defaults(state) : known;
    }

    private static List<ChartState> defaults(ChartState state) {
        ChartState parent = state.parent();
        if (!state.behaviour().defaults().isEmpty() || parent == null) {
            return state.behaviour().defaults();
        }
        Behaviour.Initial initial = parent.behaviour().initial();
        return List.of(initial == null ? parent : initial.target());
    }

    /** The innermost state that stays active while the transition is taken; null if not even the root does. */
    private @Nullable ChartState domain(Edge edge) {
        ChartState source = edge.source();
        if (!edge.reenter() && edge.targets().stream().allMatch(named -> staysWithin(source, named))) {
            return source;
        }
        List<ChartState> targets = targets(edge.targets());
        ChartState around = source.parent();
        while (around != null && !holdsAll(around, targets)) {
            around = around.parent();
        }
        return around != null || edge.reenter() ? around : chart.root();
    }

    /**
     * Whether a state need not be left to go to a target. It must be if a history state stands for it: that is entered,
     * and what is entered but not left would be active beside what another transition enters in its place.
     */
    private boolean staysWithin(ChartState source, ChartState named) {
        return named == source || targets(List.of(named)).stream().allMatch(target -> target.isWithin(source));
    }

    private static boolean holdsAll(ChartState around, List<ChartState> targets) {
        return targets.stream().allMatch(target -> target.isWithin(around));
    }

    /**
     * What a transition leaves.
     *
     * @param domain what stays active around it, by what history states remember beforehand; null if nothing does
     * @param states the numbers of the states that are left
     */
    record Exit(@Nullable ChartState domain, BitSet states) {}

    private Exit exit(Edge edge, BitSet active) {
        ChartState domain = domain(edge);
        BitSet exits = new BitSet();
        if (!edge.targets().isEmpty()) {
            exits.or(active);
            if (domain != null) {
                exits.clear(0, domain.index() + 1);
                exits.clear(domain.last() + 1, chart.states().size());
            }
        }
        return new Exit(domain, exits);
    }

    /**
     * Those of the transitions that do not leave the same states as another: of two the inner one is taken, else the
     * first.
     */
    Map<Edge, Exit> withoutConflicts(List<Edge> edges, BitSet active, Steps steps) {
        Map<Edge, Exit> kept = new LinkedHashMap<>();
        for (Edge edge : edges) {
            steps.spend((long) Steps.NODE * (1 + kept.size()));
            Exit exit = exit(edge, active);
            List<Edge> rivals = kept.entrySet().stream()
                    .filter(other -> other.getValue().states().intersects(exit.states()))
                    .map(Map.Entry::getKey)
                    .toList();
            if (rivals.stream().allMatch(rival -> edge.source().isWithin(rival.source()))) {
                rivals.forEach(kept::remove);
                kept.put(edge, exit);
            }
        }
        return kept;
    }

    /** The states around one, from the inside, that are within another; with null all of them. */
    static List<ChartState> between(ChartState state, @Nullable ChartState end) {
        List<ChartState> found = new ArrayList<>();
        for (ChartState around = state.parent();
                around != null && (end == null || around.isWithin(end));
                around = around.parent()) {
            found.add(around);
        }
        return found;
    }
}

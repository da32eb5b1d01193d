package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.machine.MachineProblem.Kind;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/**
 * Finds the states that no path of transitions leads to, whatever their guards say. Every state is looked at once, so
 * that it takes time linear in the size of the definition.
 */
final class Reachability {
    private final BitSet reached = new BitSet();
    private final BitSet entered = new BitSet();
    private final Deque<ChartState> toFollow = new ArrayDeque<>();

    private Reachability() {}

    /** Reports each unreachable state that is in a reachable one. */
    static void check(StateTree tree, Problems problems) {
        Reachability search = new Reachability();
        search.enter(tree.root());
        while (!search.toFollow.isEmpty()) {
            search.follow(search.toFollow.remove());
        }
        for (ChartState state : tree.states()) {
            ChartState parent = state.parent();
            if (parent != null && search.reached.get(parent.index()) && !search.reached.get(state.index())) {
                problems.add(state.at(), Kind.UNREACHABLE, "no transition leads to this state");
            }
        }
    }

    /** A state is entered with what is within it by default. */
    private void enter(ChartState state) {
        reach(state);
        if (entered.get(state.index())) {
            return;
        }
        entered.set(state.index());
        Behaviour.Initial initial = state.behaviour().initial();
        if (initial != null) {
            enter(initial.target());
        }
        if (state.kind() == StateKind.PARALLEL) {
            state.realChildren().forEach(this::enter);
        } else if (state.kind().isHistory()) {
            enterDefaults(state);
        }
    }

    private void enterDefaults(ChartState history) {
        ChartState parent = history.parent();
        if (history.behaviour().defaults().isEmpty() && parent != null) {
            enter(parent);
        }
        history.behaviour().defaults().forEach(this::enter);
    }

    /** A state is active together with those around it, and the other regions of those. */
    private void reach(ChartState state) {
        for (ChartState around = state; around != null && !reached.get(around.index()); around = around.parent()) {
            reached.set(around.index());
            toFollow.add(around);
            if (around.kind() == StateKind.PARALLEL) {
                around.realChildren().forEach(this::enter);
            }
        }
    }

    private void follow(ChartState state) {
        Behaviour behaviour = state.behaviour();
        behaviour
                .on()
                .values()
                .forEach(edges -> edges.forEach(edge -> edge.targets().forEach(this::enter)));
        behaviour.always().forEach(edge -> edge.targets().forEach(this::enter));
    }
}

package dev.holdfast.engine.internal.machine;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The states that transitions enter, by the algorithm of SCXML with the internal transitions of XState. */
final class EntrySet {
    private final Domains domains;
    private final BitSet entered = new BitSet();
    private final BitSet byDefault = new BitSet();

    EntrySet(Domains domains) {
        this.domains = domains;
    }

    /** The numbers of the states to enter. */
    BitSet states() {
        return entered;
    }

    /** Whether a state is entered together with its initial one, so that what that says is done. */
    boolean isByDefault(ChartState state) {
        return byDefault.get(state.index());
    }

    /** The root and what is within it by default. */
    void addRoot(ChartState root) {
        enter(root);
        addWithin(root);
    }

    /**
     * What a transition enters.
     *
     * @param domain what stayed active around it; null if nothing did
     */
    void add(Edge edge, @Nullable ChartState domain) {
        ChartState source = edge.source();
        for (ChartState target : edge.targets()) {
            boolean staysInside = target == source && source == domain && !edge.reenter();
            if (!target.kind().isHistory() && !staysInside) {
                enter(target);
            }
            addWithin(target);
        }
        for (ChartState target : domains.targets(edge.targets())) {
            addAround(target, domain);
            if (domain != null && domain.kind() == StateKind.PARALLEL) {
                addRegions(domain);
            }
        }
    }

    private void enter(ChartState state) {
        entered.set(state.index());
    }

    /** What is entered with a state: what a history state stands for, an initial state, all regions. */
    private void addWithin(ChartState state) {
        ChartState parent = state.parent();
        Behaviour.Initial initial = state.behaviour().initial();
        if (state.kind().isHistory() && parent != null) {
            addRemembered(state, parent);
        } else if (initial != null) {
            byDefault.set(state.index());
            enter(initial.target());
            addWithin(initial.target());
        } else if (state.kind() == StateKind.PARALLEL) {
            addRegions(state);
        }
    }

    private void addRemembered(ChartState history, ChartState parent) {
        List<ChartState> states = domains.remembered(history);
        Behaviour.Initial initial = parent.behaviour().initial();
        if (!domains.history().containsKey(history)
                && history.behaviour().defaults().isEmpty()
                && initial != null) {
            byDefault.set(parent.index());
        }
        for (ChartState state : states) {
            enter(state);
            addWithin(state);
        }
        for (ChartState state : states) {
            addAround(state, parent);
        }
    }

    /** The states between one and another around it, with the other regions of those that are parallel. */
    private void addAround(ChartState state, @Nullable ChartState end) {
        for (ChartState around : Domains.between(state, end)) {
            enter(around);
            if (around.kind() == StateKind.PARALLEL) {
                addRegions(around);
            }
        }
    }

    private void addRegions(ChartState parallel) {
        for (ChartState region : parallel.realChildren()) {
            int next = entered.nextSetBit(region.index() + 1);
            if (next < 0 || next > region.last()) {
                enter(region);
                addWithin(region);
            }
        }
    }
}

package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.internal.machine.Selection.Found;
import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.machine.Transition;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * One event run to completion, the macrostep of SCXML: the transitions of the event, then those without an event and
 * those of raised events, until none is left. The order is that of SCXML: states are left from the last to the first,
 * and entered from the first to the last. Not thread-safe.
 */
final class Macrostep {
    /** How many rounds one event may lead to, each of which takes transitions or a raised event. */
    static final int MOST_ROUNDS = 1_000;

    /** How many transitions one event may lead to. */
    static final int MOST_TRANSITIONS = 10_000;

    private final Chart chart;
    private final Situation now;
    private final Effects effects;
    private final List<Transition> taken = new ArrayList<>();

    Macrostep(Chart chart, Situation situation, JsonObject context, JsonObject event, Instant time, Steps steps) {
        this.chart = chart;
        this.now = situation;
        this.effects = new Effects(context, event, time, steps);
    }

    /** What an event, or a start, was taken to. */
    record Outcome(Configuration configuration, JsonObject context, List<Transition> taken) {}

    /** Enters the root. */
    Outcome start() {
        EntrySet entries = new EntrySet(new Domains(chart, now.history()));
        entries.addRoot(chart.root());
        enter(entries);
        finishRound();
        return complete();
    }

    /** Which transitions the event would take. */
    Found select() {
        return new Selection(chart, now.active(), effects.scope()).forEvent();
    }

    /** Takes the transitions that were selected for the event, and all that follows. */
    Outcome take(List<Edge> selected) {
        round(selected);
        return complete();
    }

    private Outcome complete() {
        boolean lookWithoutEvent = true;
        for (int rounds = 1; !now.isDone(); rounds++) {
            List<Edge> edges =
                    lookWithoutEvent ? new Selection(chart, now.active(), effects.scope()).withoutEvent() : List.of();
            boolean needsEvent = edges.isEmpty();
            if (needsEvent) {
                if (!effects.nextEvent()) {
                    break;
                }
                edges = select().taken();
            }
            if (rounds > MOST_ROUNDS) {
                throw StepRefusals.endless(effects.firstEvent(), "rounds", MOST_ROUNDS);
            }
            // What changed nothing would be found again, and again.
            lookWithoutEvent = round(edges) || needsEvent;
        }
        return new Outcome(now.configuration(effects.firstEvent()), effects.context(), List.copyOf(taken));
    }

    /** Takes transitions together. Answers whether anything changed, even if it is as before. */
    private boolean round(List<Edge> edges) {
        if (edges.isEmpty()) {
            return false;
        }
        effects.begin();
        BitSet before = (BitSet) now.active().clone();
        Domains domains = new Domains(chart, now.history());
        Map<Edge, Domains.Exit> kept = domains.withoutConflicts(edges, before, effects.steps());
        note(kept.keySet());
        boolean remembers = leave(kept.values());
        kept.keySet().forEach(edge -> effects.run(edge.actions()));
        EntrySet entries = new EntrySet(new Domains(chart, now.history()));
        kept.forEach((edge, exit) -> entries.add(edge, exit.domain()));
        enter(entries);
        finishRound();
        return remembers || effects.haveAssigned() || now.isDone() || !before.equals(now.active());
    }

    private void note(Collection<Edge> edges) {
        edges.forEach(edge -> taken.add(edge.taken(effects.scope().eventType())));
        if (taken.size() > MOST_TRANSITIONS) {
            throw StepRefusals.endless(effects.firstEvent(), "transitions", MOST_TRANSITIONS);
        }
    }

    /** Leaves states, innermost and last first. Answers whether history states remember something. */
    private boolean leave(Collection<Domains.Exit> exits) {
        BitSet left = new BitSet();
        exits.forEach(exit -> left.or(exit.states()));
        boolean remembers = false;
        for (int i = left.previousSetBit(chart.states().size()); i >= 0; i = left.previousSetBit(i - 1)) {
            effects.steps().spend(Steps.NODE);
            remembers |= now.remember(chart.states().get(i), effects.steps());
        }
        for (int i = left.previousSetBit(chart.states().size()); i >= 0; i = left.previousSetBit(i - 1)) {
            ChartState state = chart.states().get(i);
            effects.run(state.behaviour().exit());
            now.leave(state);
        }
        return remembers;
    }

    private void enter(EntrySet entries) {
        BitSet entered = entries.states();
        DoneEvents done = new DoneEvents(chart, now, effects);
        for (int i = entered.nextSetBit(0); i >= 0; i = entered.nextSetBit(i + 1)) {
            ChartState state = chart.states().get(i);
            effects.steps().spend(Steps.NODE);
            now.enter(state);
            effects.run(state.behaviour().entry());
            state.behaviour().delays().forEach(delay -> now.begin(state, delay, effects));
            Behaviour.Initial initial = state.behaviour().initial();
            if (initial != null && entries.isByDefault(state)) {
                effects.run(initial.actions());
            }
            done.entered(state);
        }
    }

    /** A machine that is done does what its active states do when they are left, which then stay as they are. */
    private void finishRound() {
        if (now.isDone()) {
            BitSet active = now.active();
            for (int i = active.previousSetBit(chart.states().size()); i >= 0; i = active.previousSetBit(i - 1)) {
                effects.run(chart.states().get(i).behaviour().exit());
            }
            now.endDelays();
        }
    }
}

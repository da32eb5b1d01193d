package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.machine.MachineEvent;
import dev.holdfast.engine.machine.Possible;
import dev.holdfast.engine.machine.Possible.Standing;
import dev.holdfast.engine.spi.rules.EvaluationException;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which events would be taken. What comes with an event is not known, so that a guard which refers to the event neither
 * holds nor fails. Of a wildcard it is told what becomes of an event that no transition names.
 */
final class PossibleEvents {
    private static final int MOST = 100;

    private final Chart chart;
    private final Situation situation;
    private final JsonObject context;
    private final Instant now;
    private final Steps steps;

    PossibleEvents(Chart chart, Situation situation, JsonObject context, Instant now, Steps steps) {
        this.chart = chart;
        this.situation = situation;
        this.context = context;
        this.now = now;
        this.steps = steps;
    }

    List<Possible> list() {
        Set<String> events = new LinkedHashSet<>();
        gather(chart.root(), events);
        return events.stream().limit(MOST).map(this::possible).toList();
    }

    private void gather(ChartState state, Set<String> events) {
        steps.spend(Steps.NODE);
        for (ChartState child : state.children()) {
            if (situation.isActive(child)) {
                gather(child, events);
            }
        }
        state.behaviour().on().forEach((descriptor, edges) -> {
            boolean isInternal = descriptor.startsWith(MachineEvent.RESERVED);
            if (!isInternal && edges.stream().anyMatch(edge -> !edge.isForbidding())) {
                events.add(descriptor);
            }
        });
    }

    private Possible possible(String event) {
        Asked asked =
                new Asked(new Scope(context, JsonObject.of("type", Json.of(event)), now, steps), new ArrayList<>());
        Standing standing = ask(chart.root(), asked).standing();
        String guards = UnknownEvents.guards(asked.hindered);
        return switch (standing) {
            case YES -> new Possible(event, standing, null);
            case DEPENDS -> new Possible(event, standing, "depends on " + guards);
            case NO ->
                new Possible(
                        event,
                        standing,
                        guards.isEmpty()
                                ? "an active state keeps the event from those around it"
                                : "does not hold: " + guards);
        };
    }

    /** One event, and the transitions that could take it but for their guards. */
    private record Asked(Scope scope, List<Edge> hindered) {}

    private Fate ask(ChartState state, Asked asked) {
        steps.spend(Steps.NODE);
        List<Fate> within = new ArrayList<>();
        for (ChartState child : state.children()) {
            if (situation.isActive(child)) {
                within.add(ask(child, asked));
            }
        }
        Fate fate = within.isEmpty() ? Fate.PASSES : Fate.together(within);
        for (Edge edge : state.behaviour().candidates(asked.scope.eventType())) {
            fate = fate.then(fate(edge, asked));
        }
        return fate;
    }

    private Fate fate(Edge edge, Asked asked) {
        steps.spend(Steps.NODE);
        Formula guard = edge.guard();
        if (guard == null) {
            return Fate.taken(edge);
        }
        Fate fate = guard.usesEvent() ? Fate.taken(edge).or(Fate.PASSES) : fate(edge, guard, asked.scope);
        if (fate.passes() || !fate.acts()) {
            asked.hindered.add(edge);
        }
        return fate;
    }

    /** One that has no value keeps the event from all, since it would be refused. */
    private static Fate fate(Edge edge, Formula guard, Scope scope) {
        try {
            return guard.evaluate(scope) == JsonBoolean.TRUE ? Fate.taken(edge) : Fate.PASSES;
        } catch (EvaluationException e) {
            return new Fate(false, true, false);
        }
    }
}

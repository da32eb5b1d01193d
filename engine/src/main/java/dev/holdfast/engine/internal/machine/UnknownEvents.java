package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.NearestName;
import dev.holdfast.engine.internal.machine.MachineStep.Reason;
import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.machine.MachineEvent;
import dev.holdfast.engine.machine.Possible;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is said of an event that no transition takes. */
final class UnknownEvents {
    private static final int MOST_GUARDS = 5;

    private UnknownEvents() {}

    /** Whether any state has a transition for the event. */
    static boolean isKnown(Chart chart, String event, Steps steps) {
        steps.spend((long) Steps.NODE * chart.events().size());
        return chart.events().stream()
                .anyMatch(known -> known.endsWith("*") ? Behaviour.matches(known, event) : known.equals(event));
    }

    static Failure unknown(Chart chart, String event, List<Possible> possible, Steps steps) {
        List<String> known = chart.events().stream()
                .filter(name -> !name.endsWith("*") && !name.startsWith(MachineEvent.RESERVED))
                .toList();
        steps.spend((long) Steps.NODE * Steps.NODE * known.size());
        String nearest = NearestName.of(event, known).orElse(null);
        String hint = "The machine has no such event" + (nearest == null ? "" : "; nearest names the one perhaps meant")
                + ". Nothing was changed; send one of those in possible.";
        JsonObject.Builder facts = StepRefusals.facts(Reason.UNKNOWN_EVENT, event);
        return StepRefusals.event(
                facts.putIfPresent("nearest", nearest == null ? null : Json.of(nearest)), possible, hint);
    }

    static Failure guarded(String event, List<Edge> refused, List<Possible> possible) {
        String hint = "None of the guards holds. Nothing was changed; change what they look at, or send one of those in"
                + " possible.";
        JsonObject.Builder facts = StepRefusals.facts(Reason.GUARD, event).put("guards", guards(refused));
        return StepRefusals.event(facts, possible, hint);
    }

    static Failure notNow(Reason reason, String event, Configuration before, List<Possible> possible) {
        String hint = reason == Reason.DONE
                ? "The machine has reached its end, and takes no more events."
                : "No active state takes the event now. Nothing was changed; send one of those in possible.";
        return StepRefusals.event(StepRefusals.facts(reason, event).put("active", before.value()), possible, hint);
    }

    /** The guards of transitions in a sentence. */
    static String guards(List<Edge> edges) {
        String shown = edges.stream()
                .map(Edge::guard)
                .flatMap(guard -> guard == null ? Stream.empty() : Stream.of(guard))
                .map(guard -> Problems.shown(guard.source()))
                .distinct()
                .limit(MOST_GUARDS)
                .collect(Collectors.joining(", "));
        return edges.size() > MOST_GUARDS ? shown + " and more" : shown;
    }
}

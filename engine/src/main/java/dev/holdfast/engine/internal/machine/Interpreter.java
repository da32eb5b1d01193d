package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.internal.machine.MachineStep.Reason;
import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.machine.Configuration.Delayed;
import dev.holdfast.engine.machine.MachineEvent;
import dev.holdfast.engine.machine.Possible;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What events lead to. Every step runs to completion: the transitions of the event, then those without an event and
 * those of raised events, until none is left.
 *
 * <p>A call throws {@link Steps.EndedException} if it costs more steps than it is given. A configuration that names
 * states which the chart does not have throws {@link IllegalArgumentException}: it belongs to another definition.
 */
public final class Interpreter {
    private static final JsonObject INIT = JsonObject.of("type", Json.of("xstate.init"));

    /**
     * How often a machine moves by time alone before it must be sent an event. Else a short delay that enters its own
     * state again would go on for ever, and come to millions of steps after a long pause.
     */
    static final int MOST_TIMED = 1_000;

    private Interpreter() {}

    /**
     * Starts a machine.
     *
     * @param context the first document; null for that of the definition
     * @return taken or refused
     */
    public static MachineStep initial(Chart chart, @Nullable JsonObject context, Instant now, Steps steps) {
        JsonObject document = context == null ? chart.context() : context;
        try {
            return taken(new Macrostep(chart, new Situation(chart), document, INIT, now, steps).start());
        } catch (HoldfastException e) {
            return new MachineStep.Refused(e.failure());
        }
    }

    /**
     * Sends an event. What is due by {@code now} is not looked at: it is fired before.
     *
     * @return taken, ignored or refused
     */
    public static MachineStep send(
            Chart chart, Configuration before, JsonObject context, MachineEvent event, Instant now, Steps steps) {
        if (before.done()) {
            return refused(chart, before, context, event, Reason.DONE, List.of(), now, steps);
        }
        try {
            Macrostep run = new Macrostep(chart, new Situation(chart, before), context, event.toJson(), now, steps);
            Selection.Found found = run.select();
            if (found.isEffective()) {
                return taken(run.take(found.taken()));
            }
            boolean guarded = found.taken().isEmpty() && !found.refused().isEmpty();
            Reason reason = guarded
                    ? Reason.GUARD
                    : UnknownEvents.isKnown(chart, event.type(), steps) ? Reason.NOT_NOW : Reason.UNKNOWN_EVENT;
            return refused(chart, before, context, event, reason, found.refused(), now, steps);
        } catch (HoldfastException e) {
            return new MachineStep.Refused(e.failure());
        }
    }

    private static MachineStep refused(
            Chart chart,
            Configuration before,
            JsonObject context,
            MachineEvent event,
            Reason reason,
            List<Edge> refused,
            Instant now,
            Steps steps) {
        if (chart.ignoresUnhandled()) {
            return new MachineStep.Ignored();
        }
        List<Possible> possible = possible(chart, before, context, now, steps);
        return new MachineStep.Refused(
                switch (reason) {
                    case GUARD -> UnknownEvents.guarded(event.type(), refused, possible);
                    case UNKNOWN_EVENT -> UnknownEvents.unknown(chart, event.type(), possible, steps);
                    case DONE, NOT_NOW, EXPRESSION, ENDLESS ->
                        UnknownEvents.notNow(reason, event.type(), before, possible);
                });
    }

    /**
     * Fires the delayed transition that is due first, as of the time when it was due.
     *
     * @return taken or lapsed; null if none is due
     */
    public static @Nullable MachineStep due(
            Chart chart, Configuration before, JsonObject context, Instant now, Steps steps) {
        Instant next = before.nextDue();
        if (next == null || next.isAfter(now)) {
            return null;
        }
        if (before.timed() >= MOST_TIMED) {
            return new MachineStep.Lapsed(before.withDelayed(List.of()), StepRefusals.timedOut(MOST_TIMED));
        }
        Delayed first = before.delayed().getFirst();
        Configuration without =
                before.withDelayed(before.delayed().subList(1, before.delayed().size()));
        JsonObject event = JsonObject.of("type", Json.of(event(chart, first)));
        try {
            Situation situation = new Situation(chart, without);
            situation.countTimed(before.timed() + 1);
            Macrostep run = new Macrostep(chart, situation, context, event, first.due(), steps);
            return taken(run.take(run.select().taken()));
        } catch (HoldfastException e) {
            return new MachineStep.Lapsed(without, e.failure());
        }
    }

    private static String event(Chart chart, Delayed delayed) {
        return chart.at(delayed.state()).behaviour().delays().stream()
                .filter(delay -> delay.key().equals(delayed.delay()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the state " + delayed.state() + " has no delay " + delayed.delay()))
                .event();
    }

    /**
     * A configuration whose delays begin anew: for a machine that is brought back to what it was, or copied.
     *
     * @throws HoldfastException if a delay cannot be computed
     */
    public static Configuration resumed(
            Chart chart, Configuration configuration, JsonObject context, Instant now, Steps steps) {
        Configuration still = configuration.still();
        Situation situation = new Situation(chart, still);
        Effects effects = new Effects(context, INIT, now, steps);
        for (ChartState state : still.done() ? List.<ChartState>of() : chart.states()) {
            if (situation.isActive(state)) {
                state.behaviour().delays().forEach(delay -> situation.begin(state, delay, effects));
            }
        }
        return situation.configuration(effects.firstEvent());
    }

    /**
     * The events that the active states have transitions for, those of inner states first, at most 100. Empty once the
     * machine is done.
     */
    public static List<Possible> possible(
            Chart chart, Configuration configuration, JsonObject context, Instant now, Steps steps) {
        return configuration.done()
                ? List.of()
                : new PossibleEvents(chart, new Situation(chart, configuration), context, now, steps).list();
    }

    private static MachineStep.Taken taken(Macrostep.Outcome outcome) {
        return new MachineStep.Taken(outcome.configuration(), outcome.context(), outcome.taken());
    }
}

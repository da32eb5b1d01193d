package dev.holdfast.rules.machine;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.internal.machine.Chart;
import dev.holdfast.engine.internal.machine.Interpreter;
import dev.holdfast.engine.internal.machine.MachineStep;
import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.machine.Machine;
import dev.holdfast.engine.machine.MachineEvent;
import dev.holdfast.engine.machine.MachineProblem;
import dev.holdfast.engine.machine.Possible;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.rules.HoldfastRules;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A machine under test, with what it was taken to. Definitions are JSON with single quotes around names and texts. */
final class Definitions {
    static final RuleCompiler RULES = new HoldfastRules();
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    final Chart chart;
    Configuration configuration;
    JsonObject context;
    private Instant now = NOON;

    private Definitions(Chart chart) {
        this.chart = chart;
        MachineStep.Taken start = (MachineStep.Taken) Interpreter.initial(chart, null, NOON, Steps.unlimited());
        this.configuration = start.configuration();
        this.context = start.context();
    }

    static JsonObject json(String singleQuoted) {
        return (JsonObject) Json.parse(singleQuoted.replace('\'', '"'));
    }

    static Chart chart(String definition) {
        return Chart.of(Machine.of(json(definition)), RULES, Steps.unlimited());
    }

    static List<MachineProblem> problems(String definition) {
        return Chart.problems(Machine.of(json(definition)), RULES, Steps.unlimited());
    }

    static Definitions start(String definition) {
        return new Definitions(chart(definition));
    }

    /** Sends events one after the other, each of which must be taken. */
    Definitions send(String... events) {
        for (String event : events) {
            follow(step(event, JsonObject.EMPTY));
        }
        return this;
    }

    MachineStep step(String event, JsonObject data) {
        return Interpreter.send(chart, configuration, context, new MachineEvent(event, data), now, Steps.unlimited());
    }

    Failure refusal(String event) {
        return ((MachineStep.Refused) step(event, JsonObject.EMPTY)).failure();
    }

    /** Fires what is due first; null if nothing is. */
    @Nullable MachineStep pass(long millis) {
        now = now.plusMillis(millis);
        MachineStep step = Interpreter.due(chart, configuration, context, now, Steps.unlimited());
        if (step != null) {
            follow(step);
        }
        return step;
    }

    private void follow(MachineStep step) {
        switch (step) {
            case MachineStep.Taken taken -> {
                configuration = taken.configuration();
                context = taken.context();
            }
            case MachineStep.Lapsed lapsed -> configuration = lapsed.configuration();
            case MachineStep.Refused refused -> throw new AssertionError(refused.failure());
            case MachineStep.Ignored ignored -> throw new AssertionError("ignored");
        }
    }

    List<Possible> possible() {
        return Interpreter.possible(chart, configuration, context, now, Steps.unlimited());
    }
}

package dev.holdfast.rules.machine;

import static java.util.Objects.requireNonNull;

import dev.holdfast.engine.internal.machine.Chart;
import dev.holdfast.engine.internal.machine.Interpreter;
import dev.holdfast.engine.internal.machine.MachineStep;
import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.machine.MachineEvent;
import dev.holdfast.engine.machine.Possible;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonDiff;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a chart through steps, and tells after each what the machine is, as the script for XState does. */
final class Trace {
    private static final Instant BEGIN = Instant.EPOCH;

    /** More steps than it takes to refuse an event. */
    private static final long FEW = 1 << 17;

    private final Chart chart;
    private final RandomMachine.Made made;
    private final JsonArray alphabet;
    private final List<Json> told = new ArrayList<>();
    private @Nullable Configuration configuration;
    private JsonObject context = JsonObject.EMPTY;
    private JsonObject replayed = JsonObject.EMPTY;
    private JsonObject replayedContext = JsonObject.EMPTY;
    private List<Possible> possible = List.of();
    private Instant now = BEGIN;

    /** What a chart becomes in some steps, and how often anything was refused for going on without end. */
    Trace(Chart chart, RandomMachine.Made made, JsonArray alphabet) {
        this.chart = chart;
        this.made = made;
        this.alphabet = alphabet;
    }

    /** What the machine is after its start and after each step, up to so many of these in all. */
    List<Json> run(JsonArray steps, int most) {
        if (most == 0) {
            return told;
        }
        follow(Interpreter.initial(chart, null, now, Steps.unlimited()));
        if (configuration == null) {
            return told;
        }
        tell();
        for (Json step : steps.stream().limit(most - 1L).toList()) {
            take((JsonObject) step);
            tell();
        }
        return told;
    }

    private void take(JsonObject step) {
        JsonObject event = step.object("send");
        if (event != null) {
            follow(Interpreter.send(chart, configuration(), context, event(event), now, Steps.unlimited()));
            return;
        }
        Instant end =
                now.plusMillis(requireNonNull(step.number("wait")).exactLong().orElseThrow());
        MachineStep due = Interpreter.due(chart, configuration(), context, end, Steps.unlimited());
        while (due != null) {
            follow(due);
            due = Interpreter.due(chart, configuration(), context, end, Steps.unlimited());
        }
        now = end;
    }

    private void follow(MachineStep step) {
        switch (step) {
            case MachineStep.Taken taken -> {
                record(taken);
                configuration = taken.configuration();
                context = taken.context();
            }
            case MachineStep.Lapsed lapsed -> {
                configuration = lapsed.configuration();
                replayed = lapsed.configuration().toJson();
            }
            case MachineStep.Refused refused -> {
                // Nothing is changed.
            }
            case MachineStep.Ignored ignored -> throw new AssertionError("nothing may be ignored");
        }
    }

    /**
     * What a log would keep of the step: how the document and the configuration change. From that alone, without the
     * chart, both must come out as they are.
     */
    private void record(MachineStep.Taken taken) {
        JsonObject after = taken.configuration().toJson();
        JsonPatch changes = JsonDiff.between(replayedContext, taken.context());
        JsonPatch moved = JsonDiff.between(replayed, after);
        replayedContext = (JsonObject) changes.applyTo(replayedContext);
        replayed = (JsonObject) moved.applyTo(Json.parse(replayed.toCanonical()));
        boolean same = replayedContext.equals(taken.context())
                && Configuration.parse(replayed).equals(taken.configuration());
        if (!same) {
            throw new AssertionError("replayed as " + replayed + " and not " + after);
        }
    }

    private Configuration configuration() {
        if (configuration == null) {
            throw new AssertionError("the machine has not started");
        }
        return configuration;
    }

    static MachineEvent event(JsonObject json) {
        return new MachineEvent(requireNonNull(json.string("type")), json.without("type"));
    }

    private void tell() {
        Configuration active = configuration();
        possible = Interpreter.possible(chart, active, context, now, Steps.unlimited());
        JsonObject.Builder history = JsonObject.builder();
        active.history()
                .forEach((path, states) -> history.put(
                        path,
                        JsonArray.copyOf(states.stream().sorted().map(Json::of).toList())));
        JsonObject.Builder json = JsonObject.builder()
                .put(
                        "active",
                        JsonArray.copyOf(active.active().stream().map(Json::of).toList()))
                .put("context", context)
                .put("done", active.done())
                .put("output", active.output() == null ? JsonNull.NULL : active.output())
                .put("history", history.build())
                .put(
                        "delayed",
                        JsonArray.copyOf(
                                active.delayed().stream().map(this::delayed).toList()))
                .put(
                        "can",
                        JsonArray.copyOf(alphabet.stream()
                                .map(JsonObject.class::cast)
                                .filter(this::can)
                                .map(Trace::named)
                                .toList()));
        told.add(json.build());
    }

    private Json delayed(Configuration.Delayed delayed) {
        String path = delayed.state();
        String own = RandomMachine.ID + (path.isEmpty() ? "" : "." + path);
        String id = made.ids().getOrDefault(path, own);
        Json due = Json.of(delayed.due().toEpochMilli());
        return JsonArray.of(Json.of("xstate.after." + delayed.delay() + "." + id), due);
    }

    private static Json named(JsonObject event) {
        return Json.of(event.string("type") + " " + event.get("n"));
    }

    /** Whether an event is taken, which what is possible must agree with. */
    private boolean can(JsonObject event) {
        boolean taken = isTaken(event(event));
        possible.stream()
                .filter(one -> one.event().equals(event.string("type")))
                .forEach(one -> requireAgreement(one, taken));
        return taken;
    }

    /** An event that leads on and on is taken: what it leads to is of no interest here. */
    private boolean isTaken(MachineEvent event) {
        try {
            Steps few = Steps.first(FEW);
            return Interpreter.send(chart, configuration(), context, event, now, few) instanceof MachineStep.Taken;
        } catch (Steps.EndedException e) {
            return true;
        }
    }

    private static void requireAgreement(Possible possible, boolean taken) {
        boolean agrees = switch (possible.standing()) {
            case YES -> taken;
            case NO -> !taken;
            case DEPENDS -> true;
        };
        if (!agrees) {
            throw new AssertionError("possible is " + possible + ", but taken is " + taken);
        }
    }
}

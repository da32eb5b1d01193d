package dev.holdfast.engine.internal.decision;

import dev.holdfast.engine.Cause;
import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.IfRevision;
import dev.holdfast.engine.internal.image.EventDraft;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.KeyDiff;
import dev.holdfast.engine.internal.image.SystemFacts;
import dev.holdfast.engine.internal.image.TimedKeys;
import dev.holdfast.engine.internal.machine.Chart;
import dev.holdfast.engine.internal.machine.Interpreter;
import dev.holdfast.engine.internal.machine.MachineStep;
import dev.holdfast.engine.internal.machine.Migration;
import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Decides what the machine of a state does: what it is sent, what time brings, and what is written past it. */
final class Transitions {
    private static final int MOST_SHOWN = 10;

    private final Charts charts;

    Transitions(Charts charts) {
        this.charts = charts;
    }

    /**
     * Sends an event to the machine of a state.
     *
     * @param accepting decides whether the document that it leads to may stand
     */
    Decision send(Image image, Change.Send send, Instant now, Steps steps, Function<EventDraft, Decision> accepting) {
        JsonObject definition = image.settings().machine();
        Configuration before = image.facts().configuration();
        if (definition == null || before == null) {
            return new Decision.Rejected(Failure.invalid(
                    "handle", "This state has no machine, so it takes no events; write to it, or give it a machine."));
        }
        Long revision = send.ifRevision();
        IfRevision expected = revision == null ? new IfRevision.Any() : new IfRevision.Document(revision);
        if (!Preconditions.hold(expected, image)) {
            return new Decision.Rejected(UnmetRevision.conflict(image, expected, List.of(), past -> null));
        }
        MachineStep step =
                Interpreter.send(charts.chart(definition, steps), before, image.document(), send.event(), now, steps);
        return switch (step) {
            case MachineStep.Taken taken ->
                accepting.apply(moved(image, taken, send.event().type(), send.note(), steps));
            case MachineStep.Ignored ignored -> new Decision.Unchanged();
            case MachineStep.Refused(Failure failure) -> new Decision.Rejected(failure);
            case MachineStep.Lapsed lapsed -> throw new IllegalStateException("a sent event does not lapse");
        };
    }

    /**
     * What is left in the log by the delayed transition that is due first.
     *
     * @param accepting decides whether the document that it leads to may stand
     * @return null if none is due
     */
    @Nullable EventDraft due(Image image, Instant now, Steps steps, Function<EventDraft, Decision> accepting) {
        JsonObject definition = image.settings().machine();
        Configuration before = image.facts().configuration();
        if (definition == null || before == null) {
            return null;
        }
        String event = before.delayed().isEmpty()
                ? ""
                : "after " + before.delayed().getFirst().delay();
        MachineStep step = Interpreter.due(charts.chart(definition, steps), before, image.document(), now, steps);
        return switch (step) {
            case MachineStep.Taken taken -> {
                EventDraft draft = moved(image, taken, event, null, steps);
                yield switch (accepting.apply(draft)) {
                    case Decision.Rejected(Failure failure) -> lapsed(image, withoutFirst(before), failure);
                    case Decision.Accepted accepted -> accepted.draft();
                    case Decision.Unchanged unchanged -> draft;
                    case Decision.Repeated repeated -> draft;
                };
            }
            case MachineStep.Lapsed(Configuration without, Failure failure) -> lapsed(image, without, failure);
            case null, default -> null;
        };
    }

    private static Configuration withoutFirst(Configuration before) {
        return before.withDelayed(before.delayed().subList(1, before.delayed().size()));
    }

    private static EventDraft lapsed(Image image, Configuration without, Failure failure) {
        return new EventDraft(
                EventType.LAPSED,
                JsonPatch.EMPTY,
                image.document(),
                SystemFacts.configured(without),
                failure.code().wire() + ": " + failure.hint(),
                null);
    }

    private static EventDraft moved(
            Image image, MachineStep.Taken taken, String event, @Nullable String note, Steps steps) {
        JsonPatch patch = patch(image.document(), taken.context(), steps);
        return new EventDraft(
                EventType.TRANSITIONED,
                patch,
                taken.context(),
                SystemFacts.both(
                        TimedKeys.afterPatch(image, patch, taken.context()),
                        SystemFacts.configured(taken.configuration())),
                note,
                new Cause.Sent(event, taken.transitions()));
    }

    private static JsonPatch patch(JsonObject before, JsonObject after, Steps steps) {
        steps.spend((long) before.size() + after.size());
        List<String> keys = new ArrayList<>();
        after.forEach((key, value) -> {
            if (!value.equals(before.get(key))) {
                keys.add(key);
            }
        });
        before.keys().stream().filter(key -> !after.has(key)).forEach(keys::add);
        return KeyDiff.between(before, after, keys);
    }

    /**
     * A machine that starts.
     *
     * @param given the first document; what it lacks is taken from the machine's context
     * @throws HoldfastException if it cannot start with that
     */
    MachineStep.Taken started(JsonObject definition, JsonObject given, Instant now, Steps steps) {
        Chart chart = charts.chart(definition, steps);
        JsonObject document = chart.context();
        for (String key : given.keys()) {
            document = document.with(key, Objects.requireNonNull(given.get(key)));
        }
        return switch (Interpreter.initial(chart, document, now, steps)) {
            case MachineStep.Taken taken -> taken;
            case MachineStep.Refused(Failure failure) -> throw failure.toException();
            case MachineStep other -> throw new IllegalStateException("not what a start comes to: " + other);
        };
    }

    /**
     * The same with its delays begun anew, as of now: for a machine that is brought back to what it was, or copied.
     *
     * @throws HoldfastException if a delay cannot be computed
     */
    JsonObject resumed(
            JsonObject definition, Configuration configuration, JsonObject document, Instant now, Steps steps) {
        return SystemFacts.configured(
                Interpreter.resumed(charts.chart(definition, steps), configuration, document, now, steps));
    }

    /**
     * What gives a state a machine, or another one: it starts on the document as it is, or goes on where it was.
     *
     * @param settings the change of the settings
     * @throws HoldfastException if it cannot run on the document, or has no place for an active state
     */
    EventDraft remodelled(Image image, JsonObject settings, JsonObject definition, Instant now, Steps steps) {
        Configuration running = image.facts().configuration();
        if (running != null) {
            Configuration moved = Migration.of(charts.chart(definition, steps), running);
            JsonObject resumed = resumed(definition, moved, image.document(), now, steps);
            return EventDraft.beside(EventType.CONFIGURED, image, SystemFacts.both(settings, resumed));
        }
        MachineStep.Taken started = started(definition, image.document(), now, steps);
        JsonPatch patch = patch(image.document(), started.context(), steps);
        JsonObject system = SystemFacts.both(
                TimedKeys.afterPatch(image, patch, started.context()), SystemFacts.configured(started.configuration()));
        return new EventDraft(
                EventType.CONFIGURED, patch, started.context(), SystemFacts.both(settings, system), null, null);
    }

    /** Why a change may not be written past the machine of a state; null if it may. */
    static @Nullable Failure past(Image image, JsonPatch patch) {
        JsonObject definition = image.settings().machine();
        if (definition == null || patch.isEmpty()) {
            return null;
        }
        Json writable = definition.get("writable");
        if (writable == JsonBoolean.TRUE) {
            return null;
        }
        JsonArray keys = writable instanceof JsonArray array ? array : JsonArray.EMPTY;
        List<Json> past = Event.keysOf(patch).stream()
                .map(key -> (Json) Json.of(key))
                .filter(key -> keys.stream().noneMatch(key::equals))
                .limit(MOST_SHOWN)
                .toList();
        return past.isEmpty()
                ? null
                : new Failure(
                        Failure.Code.REJECTED,
                        JsonObject.of("keys", JsonArray.copyOf(past), "writable", keys),
                        "Nothing was changed: the machine of this state keeps these keys. Send it an event instead;"
                                + " only the keys in writable may be written.");
    }
}

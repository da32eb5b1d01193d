package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.internal.machine.MachineStep.Reason;
import dev.holdfast.engine.machine.Possible;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** Why machines refuse events. */
final class StepRefusals {
    private StepRefusals() {}

    /** An expression has no value, or not the kind of value that is needed; what follows it says which. */
    static HoldfastException expression(Formula formula, Scope scope, String problem) {
        JsonObject facts = facts(Reason.EXPRESSION, scope.eventType())
                .put("at", formula.at().toString())
                .put("expression", formula.source())
                .build();
        String hint =
                "The expression given here %s; nothing was changed. Send what the event needs, or mend the machine."
                        .formatted(problem);
        return new Failure(Failure.Code.REJECTED, facts, hint).toException();
    }

    /** One event leads to more than {@code most} of something. */
    static HoldfastException endless(String event, String what, int most) {
        JsonObject facts = facts(Reason.ENDLESS, event).put("maximum", most).build();
        String hint = "The event leads to more than " + most + " " + what + " without coming to rest; nothing was"
                + " changed. A loop of transitions without an event, or of raised events, must have a guard that ends"
                + " it.";
        return new Failure(Failure.Code.REJECTED, facts, hint).toException();
    }

    /** A machine has moved by time alone too often. */
    static Failure timedOut(int most) {
        JsonObject facts = JsonObject.of("limit", Json.of("machine_timed_steps"), "maximum", Json.of(most));
        return new Failure(
                Failure.Code.LIMIT,
                facts,
                "The machine has moved by time alone as often as it may, and its delays have ended; send it an event.");
    }

    /** What is active would be too large to keep. */
    static HoldfastException tooLarge(String event, int actual, int most) {
        JsonObject facts = JsonObject.builder()
                .put("limit", "machine_configuration_bytes")
                .put("actual", actual)
                .put("maximum", most)
                .put("event", event)
                .build();
        String hint = "The machine would have too many active or remembered states; nothing was changed.";
        return new Failure(Failure.Code.LIMIT, facts, hint).toException();
    }

    /** The event is not possible now. */
    static Failure event(JsonObject.Builder more, List<Possible> possible, String hint) {
        JsonObject facts = more.put(
                        "possible",
                        JsonArray.copyOf(possible.stream()
                                .filter(one -> one.standing() != Possible.Standing.NO)
                                .map(one -> Json.of(one.event()))
                                .toList()))
                .build();
        return new Failure(Failure.Code.REJECTED, facts, hint);
    }

    /** What every refusal tells. */
    static JsonObject.Builder facts(Reason reason, String event) {
        return JsonObject.builder()
                .put("reason", reason.name().toLowerCase(Locale.ROOT))
                .put("event", event);
    }
}

package dev.holdfast.engine.workflow;

import dev.holdfast.json.JsonObject;
import java.util.Locale;
import java.util.Objects;

/**
 * Why an attempt, a step or a run failed.
 *
 * @param code the kind of failure
 * @param message what went wrong; what a worker reported is untrusted text
 */
public record StepFailure(Code code, String message) {
    /** The kinds of failure. */
    public enum Code {
        /** The worker reported it. */
        REPORTED,
        /** The worker was not heard of before its lease ended. */
        LOST,
        /** It took longer than it may. */
        TIMEOUT,
        /** An expression of the definition has no value of the kind that is needed. */
        EXPRESSION,
        /** It would exceed a bound. */
        LIMIT,
        /** The child run did not succeed. */
        CHILD,
        /** A step that the run could not do without failed. */
        STEP,
        /** It was asked for. */
        CANCELLED;

        /** The name in JSON. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The JSON form that {@link #parse} reads. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("code", code.wire())
                .put("message", message)
                .build();
    }

    /** Reads the JSON form. */
    static StepFailure parse(JsonObject json) {
        String code = Objects.requireNonNull(json.string("code"), "a failure has a code");
        String message = Objects.requireNonNull(json.string("message"), "a failure has a message");
        return new StepFailure(Code.valueOf(code.toUpperCase(Locale.ROOT)), message);
    }
}

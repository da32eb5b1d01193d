package dev.holdfast.engine.machine;

import dev.holdfast.json.JsonObject;
import java.util.Locale;

/**
 * What is wrong with a definition.
 *
 * @param at where, as a JSON Pointer into the definition
 * @param kind the kind of problem
 * @param message what is wrong and what would be right; holds names of the definition, shortened
 */
public record MachineProblem(String at, Kind kind, String message) {
    /** The kinds of problems. */
    public enum Kind {
        /** A member that has no meaning here. */
        UNKNOWN_MEMBER,
        /** Something that XState has and machines here do not. */
        UNSUPPORTED,
        /** A value of the wrong kind or outside its range. */
        MALFORMED,
        /** A target, an initial state or a history default that leads to no state. */
        UNKNOWN_TARGET,
        /** A state that no path leads to. */
        UNREACHABLE,
        /** A transition behind an unguarded one of the same state and event. */
        SHADOWED,
        /** An expression that is not CEL over the variables it may use. */
        EXPRESSION,
        /** Too many states, transitions, levels or expressions. */
        TOO_LARGE
    }

    /** The problem as callers see it: {@code at}, {@code kind}, {@code message}. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("at", at)
                .put("kind", kind.name().toLowerCase(Locale.ROOT))
                .put("message", message)
                .build();
    }
}

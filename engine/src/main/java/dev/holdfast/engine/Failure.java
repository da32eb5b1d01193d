package dev.holdfast.engine;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.Locale;

/**
 * Why a call was refused: a code for programs, facts about the present state, and a hint on what to do next. Immutable.
 *
 * <p>Facts may hold stored values, because the caller is allowed to read them; hints never do.
 *
 * @param code the kind of failure
 * @param facts facts about the present state, such as the current revision
 * @param hint what to do next
 */
public record Failure(Code code, JsonObject facts, String hint) {
    /** The kinds of failure. */
    public enum Code {
        /** A precondition did not hold, or what was to be undone has changed since. */
        CONFLICT,
        /** The state is unknown, purged or not accessible to the principal; indistinguishable on purpose. */
        NOT_FOUND,
        /** The state was closed or has expired. */
        EXPIRED,
        /** The requested part of the history is no longer kept. */
        COMPACTED,
        /** The principal may see the state, but not do this. */
        FORBIDDEN,
        /** The request is malformed or contradictory. */
        INVALID,
        /** The request is valid, but the schema or a rule of the state refuses it. */
        REJECTED,
        /** A size or rate is exceeded. */
        LIMIT,
        /** The command id was used before, with other arguments. */
        OP_REUSED,
        /** The store is unavailable, or locked for too long. */
        UNAVAILABLE;

        /** The code as callers see it. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The failure as one JSON object: {@code code}, the facts, {@code hint}. */
    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder().put("code", code.wire());
        facts.forEach(json::put);
        return json.put("hint", hint).build();
    }

    /** An exception that carries this failure. */
    public HoldfastException toException() {
        return new HoldfastException(this);
    }

    /** Malformed input. The hint says what is wrong and what is expected. */
    public static Failure invalid(String hint) {
        return new Failure(Code.INVALID, JsonObject.EMPTY, hint);
    }

    /** Malformed input in the named argument. */
    public static Failure invalid(String argument, String hint) {
        return new Failure(Code.INVALID, JsonObject.of("argument", Json.of(argument)), hint);
    }

    /** There is no such state for this principal, for whatever reason. */
    public static Failure notFound(String target) {
        return new Failure(
                Code.NOT_FOUND,
                JsonObject.of("handle", Json.of(target)),
                "There is no such state for you. List your states to find its handle, open one by name, or have its"
                        + " owner share it.");
    }
}

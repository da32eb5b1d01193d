package dev.holdfast.engine;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.Locale;

/**
 * Why something was not done: a code to act on, facts that say what is true now, and one sentence on what to do next.
 *
 * <p>Facts may hold stored values, for the caller is allowed to read them; hints never do.
 *
 * @param code what kind of failure
 * @param facts what is true now
 * @param hint what to do next
 */
public record Failure(Code code, JsonObject facts, String hint) {
    /** The kinds of failure. */
    public enum Code {
        /** A precondition did not hold, or what was to be taken back has changed since. */
        CONFLICT,
        /** Unknown, foreign or purged; indistinguishable on purpose. */
        NOT_FOUND,
        /** Closed or expired. */
        EXPIRED,
        /** Older than what is kept. */
        COMPACTED,
        /** May be seen but not changed by this principal. */
        FORBIDDEN,
        /** The request makes no sense as it stands. */
        INVALID,
        /** The request makes sense but a rule of the state refuses it. */
        REJECTED,
        /** A size or rate is exceeded. */
        LIMIT,
        /** The command id was used before, with other arguments. */
        OP_REUSED,
        /** The store or its lock is not to be had. */
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

    public HoldfastException toException() {
        return new HoldfastException(this);
    }

    /** Malformed input; the hint says what is wrong and how it should be. */
    public static Failure invalid(String hint) {
        return new Failure(Code.INVALID, JsonObject.EMPTY, hint);
    }

    /** Malformed input, pointing at the argument. */
    public static Failure invalid(String argument, String hint) {
        return new Failure(Code.INVALID, JsonObject.of("argument", Json.of(argument)), hint);
    }

    /** No such state for this principal, whatever the reason. */
    public static Failure notFound(String target) {
        return new Failure(
                Code.NOT_FOUND,
                JsonObject.of("handle", Json.of(target)),
                "There is no such state for you. List your states to find its handle, or open one by name.");
    }
}

package dev.holdfast.engine;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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

    static Failure ended(Image image, Lifecycle.Ended ended) {
        JsonObject facts = JsonObject.builder()
                .put("handle", image.id().value())
                .put(ended.closed() ? "closed_at" : "expired_at", ended.at().toString())
                .put("purge_at", ended.purgeAt().toString())
                .build();
        return new Failure(Code.EXPIRED, facts, "Open it again by its handle before purge_at, or open a new state.");
    }

    static Failure limit(String what, long actual, long limit, String hint) {
        JsonObject facts = JsonObject.builder()
                .put("limit", what)
                .put("actual", actual)
                .put("maximum", limit)
                .build();
        return new Failure(Code.LIMIT, facts, hint);
    }

    /** A principal that calls more often than it may; {@code wait} is rounded up to milliseconds. */
    static Failure tooOften(long perSecond, long most, Duration wait) {
        Failure failure = limit(
                "calls_per_second",
                perSecond,
                most,
                "You call too often, so nothing was done. Call again after retry_after_ms, with the same op. Whoever runs this can"
                        + " allow more (serve --rate, or callsPerPrincipal).");
        long millis = wait.plusNanos(999_999).toMillis();
        return new Failure(failure.code(), failure.facts().with("retry_after_ms", Json.of(millis)), failure.hint());
    }

    static Failure forbidden(Access needed, Access held) {
        return new Failure(
                Code.FORBIDDEN,
                JsonObject.of("needs", Json.of(needed.wire()), "access", Json.of(held.wire())),
                "You may use this state, but not do this. Ask its owner to share it with you accordingly.");
    }

    static Failure opReused(String freshId) {
        return new Failure(
                Code.OP_REUSED,
                JsonObject.of("op", Json.of(freshId)),
                "This op already belongs to another call. To do something new, use the op given here.");
    }

    static Failure compacted(long oldestRevision) {
        return new Failure(
                Code.COMPACTED,
                JsonObject.of("oldest_revision", Json.of(oldestRevision)),
                "History is kept from oldest_revision on; ask for that or later.");
    }

    static Failure noSuchRevision(long asked, long newest) {
        return new Failure(
                Code.INVALID,
                JsonObject.builder().put("revision", newest).put("asked", asked).build(),
                "Revisions go from 1 to the present one, given here.");
    }

    static Failure before(Instant time, Instant created) {
        return new Failure(
                Code.INVALID,
                JsonObject.builder()
                        .put("asked", time.toString())
                        .put("created_at", created.toString())
                        .build(),
                "The state did not exist at that time.");
    }

    static Failure unavailable(boolean mayHaveHappened, @Nullable String why) {
        JsonObject.Builder facts = JsonObject.builder().put("outcome", mayHaveHappened ? "unknown" : "none");
        if (why != null) {
            facts.put("reason", why);
        }
        return new Failure(
                Code.UNAVAILABLE,
                facts.build(),
                "The store is not to be had now. Retry with the same op; that is safe.");
    }
}

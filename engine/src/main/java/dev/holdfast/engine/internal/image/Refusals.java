package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Resolution;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Failures that only the engine itself creates: their facts come from images, limits and the store. */
public final class Refusals {
    private Refusals() {}

    public static Failure ended(Image image, Lifecycle.Ended ended) {
        JsonObject facts = JsonObject.builder()
                .put("handle", image.id().value())
                .put(ended.closed() ? "closed_at" : "expired_at", ended.at().toString())
                .put("purge_at", ended.purgeAt().toString())
                .build();
        return new Failure(
                Failure.Code.EXPIRED,
                facts,
                ended.closed()
                        ? "It was closed. Open it again by its handle before purge_at, or open a new state."
                        : "It expired unused. Open it again by its handle before purge_at: it then lives an hour at"
                                + " least, and longer if you give it a longer idle_ttl there.");
    }

    public static Failure limit(String what, long actual, long limit, String hint) {
        JsonObject facts = JsonObject.builder()
                .put("limit", what)
                .put("actual", actual)
                .put("maximum", limit)
                .build();
        return new Failure(Failure.Code.LIMIT, facts, hint);
    }

    /** For a principal that exceeds its rate; {@code wait} is rounded up to milliseconds. */
    public static Failure tooOften(long perSecond, long most, Duration wait) {
        Failure failure = limit(
                "calls_per_second",
                perSecond,
                most,
                "You call too often, so nothing was done. Call again after retry_after_ms, with the same op. The"
                        + " operator can allow more (serve --rate, or callsPerPrincipal).");
        return waiting(failure, wait);
    }

    /** For a principal that has stored too much lately; {@code wait} is rounded up to milliseconds. */
    public static Failure tooMuchWritten(long perSecond, long most, Duration wait) {
        Failure failure = limit(
                "bytes_written",
                perSecond,
                most,
                "You have stored more bytes a second than you may for some time, so nothing was done. Call again after"
                        + " retry_after_ms, with the same op. The operator can allow more (serve --write-rate, or"
                        + " writesPerPrincipal).");
        return waiting(failure, wait);
    }

    private static Failure waiting(Failure failure, Duration wait) {
        long millis = wait.plusNanos(999_999).toMillis();
        return new Failure(failure.code(), failure.facts().with("retry_after_ms", Json.of(millis)), failure.hint());
    }

    public static Failure forbidden(Access needed, Access held) {
        return new Failure(
                Failure.Code.FORBIDDEN,
                JsonObject.of("needs", Json.of(needed.wire()), "access", Json.of(held.wire())),
                "You may use this state, but not do this. Ask its owner to share it with you accordingly.");
    }

    /** For a question that has ended. */
    public static Failure resolved(Resolution resolution) {
        String choice = resolution.choice();
        JsonObject facts = JsonObject.builder()
                .put("question", resolution.question())
                .put("how", resolution.how().wire())
                .putIfPresent("choice", choice == null ? null : Json.of(choice))
                .put("by", resolution.by())
                .put("at", resolution.at().toString())
                .build();
        return new Failure(
                Failure.Code.CONFLICT,
                facts,
                "The question is no longer open; how it ended, by whom and when, is here.");
    }

    public static Failure noSuchQuestion(String id) {
        return new Failure(
                Failure.Code.NOT_FOUND,
                JsonObject.of("question", Json.of(id)),
                "The state has no such question, or it ended long ago. Read the state for those that are open, and its"
                        + " history for how it ended.");
    }

    public static Failure opReused(String freshId) {
        return new Failure(
                Failure.Code.OP_REUSED,
                JsonObject.of("op", Json.of(freshId)),
                "This op already belongs to another call. To do something new, use the op given here.");
    }

    public static Failure compacted(long oldestRevision) {
        return new Failure(
                Failure.Code.COMPACTED,
                JsonObject.of("oldest_revision", Json.of(oldestRevision)),
                "History is kept from oldest_revision on; ask for that or later.");
    }

    public static Failure noSuchRevision(long asked, long newest) {
        return new Failure(
                Failure.Code.INVALID,
                JsonObject.builder().put("revision", newest).put("asked", asked).build(),
                "Revisions go from 1 to the newest one, given here.");
    }

    public static Failure before(Instant time, Instant created) {
        return new Failure(
                Failure.Code.INVALID,
                JsonObject.builder()
                        .put("asked", time.toString())
                        .put("created_at", created.toString())
                        .build(),
                "The state did not exist at that time.");
    }

    public static Failure unavailable(boolean mayHaveHappened, @Nullable String why) {
        JsonObject.Builder facts = JsonObject.builder().put("outcome", mayHaveHappened ? "unknown" : "none");
        if (why != null) {
            facts.put("reason", why);
        }
        return new Failure(
                Failure.Code.UNAVAILABLE,
                facts.build(),
                "The store is unavailable. Retry with the same op; that is safe.");
    }

    /** For whatever a store says that did nothing. */
    public static Failure unavailable(StoreUnavailableException why) {
        return why.isClosed() ? closed() : unavailable(false, why.getMessage());
    }

    /** For any call after the store was closed by its program: to wait does not help. */
    public static Failure closed() {
        return new Failure(
                Failure.Code.UNAVAILABLE,
                JsonObject.of("outcome", Json.of("none"), "reason", Json.of("the store is closed")),
                "The program has closed the store, and nothing was done. Open it again; to retry with the same op is"
                        + " safe then.");
    }

    /** For a change of a store that is stopped for a moment, since it is being moved. */
    public static Failure moving(String to) {
        return new Failure(
                Failure.Code.UNAVAILABLE,
                JsonObject.of("outcome", Json.of("none"), "moving_to", Json.of(to)),
                "The store is being moved to moving_to and takes no changes for some seconds. Retry with the same op;"
                        + " that is safe.");
    }

    /** For a change of a store that was moved. */
    public static Failure moved(String to) {
        return new Failure(
                Failure.Code.UNAVAILABLE,
                JsonObject.of("outcome", Json.of("none"), "moved_to", Json.of(to)),
                "The store was moved to moved_to, where its states are changed from now on. What is here can be read"
                        + " and stays as it was.");
    }

    /** For a change of a store that another one is being moved to. */
    public static Failure arriving() {
        return new Failure(
                Failure.Code.UNAVAILABLE,
                JsonObject.of(
                        "outcome", Json.of("none"), "reason", Json.of("another store is being moved to this one")),
                "This store is being filled and takes no changes before that is done. Retry then.");
    }

    /** For a call that cannot be recorded in the audit log. */
    public static Failure unaudited() {
        return new Failure(
                Failure.Code.UNAVAILABLE,
                JsonObject.of("outcome", Json.of("none"), "reason", Json.of("the audit log is unavailable")),
                "Nothing was done and nothing is shown, because it cannot be recorded. Retry with the same op; that is"
                        + " safe.");
    }
}

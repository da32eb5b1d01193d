package dev.holdfast.engine.audit;

import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit log. It holds no value, no name of a state and no key of a document.
 *
 * @param at when; of calls that are told together, the first
 * @param principal who; {@link #OTHERS} for many that are told together
 * @param did what
 * @param state the state it was about; null if it was about none, or about several that are told together
 * @param outcome {@link #OK}, {@link #ASKED}, {@link #LOST}, or the code of the failure that it was refused with
 * @param revision the revision that was read, or that the change led to; 0 if there is none
 * @param count how many states were listed, or how many calls are told together; else 1
 * @param via through which part of the program; empty if it was not said
 */
public record AuditEntry(
        Instant at,
        String principal,
        AuditKind did,
        @Nullable StateId state,
        String outcome,
        long revision,
        long count,
        String via) {
    /** The outcome of what was done. */
    public static final String OK = "ok";

    /** The outcome of a change that is about to be carried out: what became of it is told by an entry of its own. */
    public static final String ASKED = "asked";

    /** The outcome of entries that could not be stored and are only counted. */
    public static final String LOST = "lost";

    /** The principal of refusals of many that are told together. */
    public static final String OTHERS = "*";

    /** The JSON form, as stored and shown; what says nothing is left out. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("at", at.toString())
                .put("principal", principal)
                .put("did", did.wire())
                .putIfPresent("handle", state == null ? null : Json.of(state.value()))
                .put("outcome", outcome)
                .putIfPresent("revision", revision == 0 ? null : Json.of(revision))
                .putIfPresent("count", count == 1 ? null : Json.of(count))
                .putIfPresent("via", via.isEmpty() ? null : Json.of(via))
                .build();
    }

    /**
     * Reads what {@link #toJson()} wrote.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static AuditEntry parse(JsonObject json) {
        String state = json.string("handle");
        String via = json.string("via");
        return new AuditEntry(
                Instant.parse(required(json, "at")),
                required(json, "principal"),
                AuditKind.of(required(json, "did")),
                state == null ? null : new StateId(state),
                required(json, "outcome"),
                number(json, "revision", 0),
                number(json, "count", 1),
                via == null ? "" : via);
    }

    private static String required(JsonObject json, String member) {
        String text = json.string(member);
        if (text == null) {
            throw new IllegalArgumentException("an audit entry without " + member);
        }
        return text;
    }

    private static long number(JsonObject json, String member, long otherwise) {
        return json.get(member) instanceof JsonNumber number
                ? number.exactLong().orElseThrow()
                : otherwise;
    }
}

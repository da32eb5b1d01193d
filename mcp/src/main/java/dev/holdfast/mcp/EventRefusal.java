package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;

/**
 * Why a subscription to events is refused, or ends. Has no stack trace: it is an answer, not a fault. Which number a
 * kind has is up to {@link EventPolicy}.
 */
public final class EventRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final transient JsonObject facts;

    /** What clients react to. */
    public enum Kind {
        /** The arguments are invalid. Clients mend them. */
        INVALID("InvalidParams", -32602, -32602),
        /** There is no such type. Clients list the types again. */
        NOT_FOUND("NotFound", -32023, -32011),
        /** The caller may not have these events, or not any more. Clients stop. */
        FORBIDDEN("Forbidden", -32024, -32012),
        /** The caller has too much already. Clients give something up, or wait. */
        EXHAUSTED("ResourceExhausted", -32025, -32013),
        /** The server does not do that. Clients list the types again. */
        UNSUPPORTED("Unsupported", -32026, -32014),
        /** What was to receive events cannot be reached, or did not show that it wants them. */
        CALLBACK("CallbackEndpointError", -32027, -32015);

        private final String wire;
        private final int code;
        private final int sketch;

        Kind(String wire, int code, int sketch) {
            this.wire = wire;
            this.code = code;
            this.sketch = sketch;
        }

        /** The name as sent. */
        public String wire() {
            return wire;
        }

        /** The number as sent: that of the extension, which is provisional, or that of the design sketch before it. */
        public int code(boolean ofSketch) {
            return ofSketch ? sketch : code;
        }
    }

    private EventRefusal(Kind kind, String message, JsonObject facts) {
        super(message, null, false, false);
        this.kind = kind;
        this.facts = facts;
    }

    private static EventRefusal of(Kind kind, JsonObject facts) {
        return new EventRefusal(kind, kind.wire(), facts);
    }

    /** The arguments are invalid. The message says why, without stored values. */
    public static EventRefusal invalid(String message) {
        return new EventRefusal(Kind.INVALID, message, JsonObject.EMPTY);
    }

    /** There is no type of that name. */
    public static EventRefusal unknownType() {
        return of(Kind.NOT_FOUND, JsonObject.of("kind", Json.of("event")));
    }

    /** The caller has no such subscription. */
    public static EventRefusal unknownSubscription() {
        return of(Kind.NOT_FOUND, JsonObject.of("kind", Json.of("subscription")));
    }

    /**
     * The receiver of a webhook cannot be reached, or did not show that it wants events.
     *
     * @param reason a word of the extension, such as {@code challenge_failed}; nothing that the receiver answered
     */
    public static EventRefusal callback(String reason) {
        return of(Kind.CALLBACK, JsonObject.of("reason", Json.of(reason)));
    }

    /** The caller may not have these events; the reason says no more than the caller may know. */
    public static EventRefusal forbidden(String reason) {
        return of(Kind.FORBIDDEN, JsonObject.of("reason", Json.of(reason)));
    }

    /** The caller has as much of something as it may have. */
    public static EventRefusal exhausted(String limit, long max) {
        return of(Kind.EXHAUSTED, JsonObject.of("limit", Json.of(limit), "max", Json.of(max)));
    }

    /** The same, where the caller is told when to try again, or anything else of use. */
    public static EventRefusal exhausted(JsonObject facts) {
        return of(Kind.EXHAUSTED, facts);
    }

    /** The server does not do that. */
    public static EventRefusal unsupported(String feature, String value) {
        return of(Kind.UNSUPPORTED, JsonObject.of("feature", Json.of(feature), "value", Json.of(value)));
    }

    /** This as an error of the protocol, with the number of the extension or that of the sketch. */
    public RpcError toError(boolean sketch) {
        return new RpcError(kind.code(sketch), String.valueOf(getMessage()), facts.isEmpty() ? null : facts);
    }

    /** What the client is to react to. */
    public Kind kind() {
        return kind;
    }

    /** Facts the client can act on. */
    public JsonObject facts() {
        return facts;
    }
}

package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import java.time.Instant;

/**
 * What a stored event says of itself in clear, sealed or not.
 *
 * @param state the state it is of
 * @param previous the hash that it follows from
 * @param sealed whether its body is encrypted
 * @param commit the commit that it was stored as
 */
public record StoredEvent(StateId state, Bytes previous, boolean sealed, Commit commit) {
    /**
     * Reads what is in clear. Whether the chain holds is another question: see {@link #follows}.
     *
     * @throws RuntimeException if it is no event
     */
    public static StoredEvent of(Bytes stored) {
        JsonObject json = (JsonObject) Json.parse(stored.borrow(), EventCodec.LIMITS);
        String command = json.string("cmd");
        Commit commit = new Commit(
                number(json, "rev"),
                command == null ? null : new CommandKey(EventCodec.required(json, "actor"), command),
                Instant.parse(EventCodec.required(json, "at")),
                stored,
                EventCodec.bytes(EventCodec.required(json, "hash")));
        return new StoredEvent(
                new StateId(EventCodec.required(json, "state")),
                EventCodec.bytes(EventCodec.required(json, "prev")),
                json.has("sealed"),
                commit);
    }

    /** Whether it is as it was written, and follows from a hash. */
    public boolean follows(Bytes hash) {
        return previous.equals(hash) && EventCodec.verifies(commit.event(), hash);
    }

    private static long number(JsonObject json, String member) {
        JsonNumber number = json.number(member);
        if (number == null) {
            throw new IllegalArgumentException("an event without " + member);
        }
        return number.exactLong().orElseThrow();
    }
}

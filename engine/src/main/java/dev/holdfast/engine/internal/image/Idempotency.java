package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Principal;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.json.JsonObject;

/**
 * What tells a retried command from a new one, and a retry from a misuse of its id.
 *
 * @param key who sent it, and the id they gave it
 * @param arguments SHA-256 of its canonical arguments without the id
 */
public record Idempotency(CommandKey key, Bytes arguments) {
    /** Of a command with an id. */
    public static Idempotency of(Principal actor, String id, JsonObject arguments) {
        return new Idempotency(
                new CommandKey(actor.id(), id), Bytes.wrap(Digests.sha256().digest(arguments.toCanonical())));
    }
}

package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Principal;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.json.JsonObject;

/**
 * Distinguishes a retried command from a new one, and a retry from another command with the same id.
 *
 * @param key the principal and the id of the command
 * @param arguments SHA-256 of its canonical arguments without the id
 */
public record Idempotency(CommandKey key, Bytes arguments) {
    /** For a command with an id. */
    public static Idempotency of(Principal actor, String id, JsonObject arguments) {
        return new Idempotency(
                new CommandKey(actor.id(), id), Bytes.wrap(Digests.sha256().digest(arguments.toCanonical())));
    }
}

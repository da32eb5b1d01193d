package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Principal;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.json.JsonObject;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes a retried command from a new one, and a retry from another command with the same id.
 *
 * @param key the principal and the id of the command
 * @param arguments SHA-256 of its canonical arguments without the id
 */
public record Idempotency(CommandKey key, Bytes arguments) {
    /**
     * For a command that has an id; null for one that has none, and whose arguments are not looked at then.
     *
     * @param arguments what was asked for, without the id
     */
    public static @Nullable Idempotency of(Principal actor, @Nullable String id, Supplier<JsonObject> arguments) {
        return id == null
                ? null
                : new Idempotency(
                        new CommandKey(actor.id(), id),
                        Bytes.wrap(Digests.sha256().digest(arguments.get().toCanonical())));
    }
}

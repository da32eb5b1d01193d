package dev.holdfast.engine.moving;

import dev.holdfast.engine.custody.Damage;
import java.time.Duration;
import java.util.List;

/**
 * What became of a migration.
 *
 * @param done whether the store was moved; if not, it goes on being used where it is, and the damages say why
 * @param states how many states were compared with those of the other store and found the same, those that the engine
 *     keeps for itself included
 * @param events how many events were copied, this time
 * @param bytes the size of those, in bytes
 * @param erased how many states were erased in the other store, since they were erased here after they had been copied
 * @param stopped how long the store took no changes
 * @param damages states that cannot be moved as they are
 */
public record Migrated(
        boolean done, long states, long events, long bytes, long erased, Duration stopped, List<Damage> damages) {
    public Migrated {
        damages = List.copyOf(damages);
    }
}

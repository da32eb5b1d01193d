package dev.holdfast.engine.moving;

import dev.holdfast.engine.spi.StateId;
import java.time.Instant;
import java.util.Set;

/**
 * What was restored.
 *
 * @param states how many states, those that the engine keeps for itself included
 * @param events how many events of them
 * @param erased how many were left out, since they were erased by then
 * @param keyless how many were left out, since the vault has no key of theirs: erased since, or made after the keys
 *     were backed up
 * @param damaged states that were damaged when they were backed up: they are restored as an earlier backup has them, or
 *     not at all
 * @param at when it was done
 */
public record Restored(long states, long events, long erased, long keyless, Set<StateId> damaged, Instant at) {
    public Restored {
        damaged = Set.copyOf(damaged);
    }
}

package dev.holdfast.engine;

import java.util.List;

/**
 * What a walk over a whole store found.
 *
 * @param states how many states it looked at
 * @param commits how many commits it checked
 * @param bytes the size of their events
 * @param damages what is not as it must be, state by state
 */
public record Verification(long states, long commits, long bytes, List<Damage> damages) {
    public Verification {
        damages = List.copyOf(damages);
    }
}

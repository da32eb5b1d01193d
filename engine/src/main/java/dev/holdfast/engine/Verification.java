package dev.holdfast.engine;

import java.util.List;

/**
 * The result of checking a whole store.
 *
 * @param states how many states were checked
 * @param commits how many commits were checked
 * @param bytes the size of their events, in bytes
 * @param damages the damage found, state by state
 */
public record Verification(long states, long commits, long bytes, List<Damage> damages) {
    public Verification {
        damages = List.copyOf(damages);
    }
}

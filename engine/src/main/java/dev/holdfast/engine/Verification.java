package dev.holdfast.engine;

import dev.holdfast.engine.custody.Damage;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of checking a whole store, with its audit log if there is one.
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

    /** What was found here and there. */
    Verification and(Verification other) {
        List<Damage> all = new ArrayList<>(damages);
        all.addAll(other.damages);
        return new Verification(states + other.states, commits + other.commits, bytes + other.bytes, all);
    }
}

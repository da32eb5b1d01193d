package dev.holdfast.engine.custody;

import java.util.List;

/**
 * What an anchor names.
 *
 * @param states how many states, with the segments of the audit log if the anchor covers it
 * @param damages the states that it does not name, since where they stand cannot be read
 */
public record Anchored(long states, List<Damage> damages) {
    public Anchored {
        damages = List.copyOf(damages);
    }
}

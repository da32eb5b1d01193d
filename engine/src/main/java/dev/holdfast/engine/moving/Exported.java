package dev.holdfast.engine.moving;

import dev.holdfast.engine.custody.Damage;
import java.util.List;

/**
 * What was written.
 *
 * @param states how many states, those that the engine keeps for itself included
 * @param events how many events of them
 * @param bytes the size of the whole, in bytes
 * @param damages what was found damaged. Of a state whose events cannot be read nothing was written but that it is
 *     damaged; one whose header alone cannot be read was written as a whole
 */
public record Exported(long states, long events, long bytes, List<Damage> damages) {
    public Exported {
        damages = List.copyOf(damages);
    }
}

package dev.holdfast.engine.moving;

import dev.holdfast.engine.custody.Damage;
import java.util.List;

/**
 * What one backup added.
 *
 * @param segment the number of the segment that it made; 0 if nothing had changed since the last one, so that none was
 *     made
 * @param states how many states had changed
 * @param events how many events were added
 * @param erased how many states were erased since the last one
 * @param bytes the size of what was added, in bytes
 * @param damages what was found damaged among the states that had changed. Of one whose events cannot be read the
 *     backup has what it had before; one whose header alone cannot be read is backed up as a whole
 */
public record BackedUp(int segment, long states, long events, long erased, long bytes, List<Damage> damages) {
    public BackedUp {
        damages = List.copyOf(damages);
    }
}

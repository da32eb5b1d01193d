package dev.holdfast.engine.custody;

import java.util.List;

/**
 * The result of sealing what was stored before its store was encrypted.
 *
 * @param states how many states had something in clear that is sealed now
 * @param revisions how many of their revisions can no longer be read one by one, since they were folded into a base
 * @param left how many states still have something in clear, because they have ended: it goes when they are removed
 * @param damages what was found damaged; it was left as it is, and may hold something in clear
 */
public record SealedHistory(long states, long revisions, long left, List<Damage> damages) {
    public SealedHistory {
        damages = List.copyOf(damages);
    }
}

package dev.holdfast.engine.custody;

import java.util.List;

/**
 * The result of compacting all states of a store.
 *
 * @param events how many events were replaced by a base
 * @param damages what was found damaged, and left as it is
 */
public record CompactedHistory(long events, List<Damage> damages) {
    public CompactedHistory {
        damages = List.copyOf(damages);
    }
}

package dev.holdfast.engine.custody;

import java.time.Instant;
import java.util.List;

/**
 * The result of holding a store against an anchor.
 *
 * @param at when the anchor was made, as it says
 * @param states how many states it names
 * @param compacted how many of them were compacted beyond the revision that it names, so that only their later
 *     revisions can be checked
 * @param erased how many of them were erased since
 * @param signed whether its signature was checked; false if no key was given
 * @param damages what the store has lost or replaced since, state by state
 */
public record AnchorCheck(Instant at, long states, long compacted, long erased, boolean signed, List<Damage> damages) {
    public AnchorCheck {
        damages = List.copyOf(damages);
    }
}

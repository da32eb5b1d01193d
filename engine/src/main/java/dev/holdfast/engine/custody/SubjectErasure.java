package dev.holdfast.engine.custody;

import dev.holdfast.engine.spi.StateId;
import java.util.List;
import java.util.Set;

/**
 * What was done to erase a subject.
 *
 * @param erased how many states were erased
 * @param unshared of how many states of others its access was ended
 * @param left the states that could not be erased, such as a run that another one waits for, or one that is damaged
 * @param internal how many internal states still have its id, since they hold something of others too
 * @param audited how many entries of it were removed from the audit log
 * @param damages what of it could not be read, so that it was left as it is, in the states and in the audit log
 */
public record SubjectErasure(
        long erased, long unshared, Set<StateId> left, long internal, long audited, List<Damage> damages) {
    public SubjectErasure {
        left = Set.copyOf(left);
        damages = List.copyOf(damages);
    }
}

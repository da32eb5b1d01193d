package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.machine.Possible.Standing;
import java.util.List;

/**
 * What may become of an event in a state, while it is not known what comes with the event.
 *
 * @param acts whether it may be that a transition is taken
 * @param forbids whether it may be that one is taken which only keeps the event from the states around
 * @param passes whether it may be that the states around are asked
 */
record Fate(boolean acts, boolean forbids, boolean passes) {
    static final Fate PASSES = new Fate(false, false, true);

    /** Of a transition that is taken for certain. */
    static Fate taken(Edge edge) {
        return new Fate(!edge.isForbidding(), edge.isForbidding(), false);
    }

    /** Of regions together: it acts if it does in one, and passes if it does in all. */
    static Fate together(List<Fate> regions) {
        boolean mayRest = regions.stream().allMatch(fate -> fate.forbids || fate.passes);
        return new Fate(
                regions.stream().anyMatch(Fate::acts),
                mayRest && regions.stream().anyMatch(Fate::forbids),
                regions.stream().allMatch(Fate::passes));
    }

    /** This, and where it passes what comes next. */
    Fate then(Fate next) {
        return passes ? new Fate(acts || next.acts, forbids || next.forbids, next.passes) : this;
    }

    /** This or that. */
    Fate or(Fate other) {
        return new Fate(acts || other.acts, forbids || other.forbids, passes || other.passes);
    }

    Standing standing() {
        if (!acts) {
            return Standing.NO;
        }
        return forbids || passes ? Standing.DEPENDS : Standing.YES;
    }
}

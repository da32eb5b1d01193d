package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.machine.Transition;
import dev.holdfast.json.JsonObject;
import java.util.List;

/** What came of an event. */
public sealed interface MachineStep {
    /**
     * Transitions were taken, or at least a delayed one ended whose guard does not hold.
     *
     * @param configuration what is active now, and whether the machine is done, with its output
     * @param context the document now
     * @param transitions those taken, in their order; with those that the event caused without another
     */
    record Taken(Configuration configuration, JsonObject context, List<Transition> transitions)
            implements MachineStep {}

    /** Nothing is changed, and the definition says that this is no failure. */
    record Ignored() implements MachineStep {}

    /**
     * Nothing is changed.
     *
     * @param failure {@code rejected} or {@code limit}; the fact {@code reason} is one of {@link Reason}, {@code event}
     *     the event; {@code nearest} is the event perhaps meant, {@code possible} what is possible instead
     */
    record Refused(Failure failure) implements MachineStep {}

    /**
     * A delayed transition was due and cannot be taken. It runs no longer; besides, nothing is changed.
     *
     * @param configuration that without the delayed transition
     */
    record Lapsed(Configuration configuration, Failure failure) implements MachineStep {}

    /** Why an event is refused. */
    enum Reason {
        /** The machine has no such event in any state. */
        UNKNOWN_EVENT,
        /** It has, but not in an active state. */
        NOT_NOW,
        /** An active state has transitions for it, and no guard holds. */
        GUARD,
        /** The machine has reached its end. */
        DONE,
        /** An expression has no value, or not one of the kind that is needed here. */
        EXPRESSION,
        /** It leads to more transitions than one event may. */
        ENDLESS
    }
}

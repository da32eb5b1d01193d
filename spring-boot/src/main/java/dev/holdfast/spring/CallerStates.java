package dev.holdfast.spring;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.engine.typed.TypedState;

/** The states of who calls. A bean to inject; each method asks anew who that is. Safe for use by many threads. */
public final class CallerStates {
    private final Holdfast holdfast;
    private final CallerPrincipal caller;

    CallerStates(Holdfast holdfast, CallerPrincipal caller) {
        this.holdfast = holdfast;
        this.caller = caller;
    }

    /** The states as the caller sees them; counts as a call, for limits on these. */
    public States states() {
        return holdfast.admit(caller.current());
    }

    /** The caller's state of this name, created if there is none. */
    public State state(String name) {
        return states().open(StateSpec.named(name)).state();
    }

    /** The same as values of a type. */
    public <T> TypedState<T> state(String name, Class<T> type) {
        return state(name).as(type);
    }

    @Override
    public String toString() {
        return "CallerStates[of " + holdfast + "]";
    }
}

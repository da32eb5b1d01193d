package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.workflow.Happening;
import dev.holdfast.engine.workflow.Run;
import java.util.List;

/** What a request leads to. */
public sealed interface Advance {
    /**
     * The run goes on.
     *
     * @param run the run as it stands then
     * @param happened what happened, in this order
     */
    record Moved(Run run, List<Happening> happened) implements Advance {
        public Moved {
            happened = List.copyOf(happened);
        }
    }

    /**
     * The same was asked before, and nothing changes.
     *
     * @param first what it led to then
     */
    record Repeated(Happening first) implements Advance {}

    /**
     * Nothing changes.
     *
     * @param reason why
     * @param failure what the caller is told: why, and what is possible instead
     */
    record Refused(Reason reason, Failure failure) implements Advance {}

    /** Why a request is refused. */
    enum Reason {
        /** There is no run yet. */
        NOT_STARTED,
        /** There is a run already. */
        ALREADY_STARTED,
        /** The run is one of another definition or version. */
        OTHER_DEFINITION,
        /** The run has ended. */
        ENDED,
        /** The run is stopping or taking back, so this comes too late. */
        STOPPING,
        /** The run is paused. */
        PAUSED,
        /** The run stands so already. */
        ALREADY_SO,
        /** No step waits for this kind of work. */
        NOTHING_READY,
        /** Time has changed nothing by now. */
        NOTHING_DUE,
        /** There is no step of this name, or it has not begun. */
        UNKNOWN_STEP,
        /** The step does not wait for this. */
        NOT_WAITING,
        /** The token was never given for this step. */
        UNKNOWN_TOKEN,
        /** The token is no longer the step's. */
        STALE_TOKEN,
        /** Another principal holds the step, or is asked. */
        OTHER_PRINCIPAL,
        /** The attempt was reported, the question answered, or the child told of, with another result. */
        SETTLED_OTHERWISE,
        /** The choice is none of those that the step offers. */
        UNKNOWN_CHOICE,
        /** No step waits for such a signal, now or later. */
        UNKNOWN_SIGNAL,
        /** What the step builds on was taken back. */
        TAKEN_BACK,
        /** An argument is out of bounds. */
        OUT_OF_BOUNDS
    }
}

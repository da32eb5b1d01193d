package dev.holdfast.engine.workflow;

import java.util.Locale;

/** How a run stands. */
public enum RunStatus {
    /** Steps begin as soon as what they need is done. */
    RUNNING,
    /** It will fail or be cancelled: no step begins, and those that are held may end. */
    STOPPING,
    /** What succeeded is taken back, the last first. */
    COMPENSATING,
    /** Ended: each step succeeded or was skipped. */
    SUCCEEDED,
    /** Ended: a step failed for good, or the time of the run was over. */
    FAILED,
    /** Ended because that was asked for. */
    CANCELLED;

    /** Whether it has ended. */
    public boolean isEnd() {
        return compareTo(SUCCEEDED) >= 0;
    }

    /** The name in JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}

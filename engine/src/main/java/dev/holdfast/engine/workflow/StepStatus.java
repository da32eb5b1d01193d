package dev.holdfast.engine.workflow;

import java.util.Locale;

/** How a step of a run stands. */
public enum StepStatus {
    /** What it needs is not done. */
    PENDING,
    /** It failed and waits for its next attempt. */
    DELAYED,
    /** A worker may claim it; a child run may be started for it. */
    READY,
    /** A worker holds it. */
    CLAIMED,
    /** It waits for a person, a signal, a time, its items or its child run. */
    WAITING,
    /** It is done. */
    SUCCEEDED,
    /** Its condition was false. It counts as done, without output. */
    SKIPPED,
    /** It failed for good. */
    FAILED,
    /** The run stopped before it was done. */
    CANCELLED,
    /** It was done, and then taken back. */
    COMPENSATED;

    /** Whether steps that need it may begin. */
    public boolean isDone() {
        return this == SUCCEEDED || this == SKIPPED;
    }

    /** Whether nothing more comes of it while the run goes on. */
    public boolean isEnd() {
        return compareTo(SUCCEEDED) >= 0;
    }

    /** The name in JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}

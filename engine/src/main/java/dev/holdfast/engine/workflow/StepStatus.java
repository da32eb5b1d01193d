package dev.holdfast.engine.workflow;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    private static final Map<String, StepStatus> BY_WIRE =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(StepStatus::wire, status -> status));

    private final String wire = name().toLowerCase(Locale.ROOT);

    /** Whether steps that need it may begin. */
    public boolean isDone() {
        return this == SUCCEEDED || this == SKIPPED;
    }

    /** Whether nothing more comes of it while the run goes on. */
    public boolean isEnd() {
        return compareTo(SUCCEEDED) >= 0;
    }

    /**
     * The one of a name in JSON.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static StepStatus of(String wire) {
        StepStatus found = BY_WIRE.get(wire);
        if (found == null) {
            throw new IllegalArgumentException("unknown status " + wire);
        }
        return found;
    }

    /** The name in JSON. */
    public String wire() {
        return wire;
    }
}

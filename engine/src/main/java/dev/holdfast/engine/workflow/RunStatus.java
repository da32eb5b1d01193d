package dev.holdfast.engine.workflow;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    private static final Map<String, RunStatus> BY_WIRE =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(RunStatus::wire, status -> status));

    private final String wire = name().toLowerCase(Locale.ROOT);

    /** Whether it has ended. */
    public boolean isEnd() {
        return compareTo(SUCCEEDED) >= 0;
    }

    /**
     * The one of a name in JSON.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static RunStatus of(String wire) {
        RunStatus found = BY_WIRE.get(wire);
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

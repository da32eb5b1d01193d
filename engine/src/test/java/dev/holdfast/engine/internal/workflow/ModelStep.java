package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.workflow.StepFailure;
import dev.holdfast.engine.workflow.StepKind;
import dev.holdfast.engine.workflow.StepStatus;
import dev.holdfast.engine.workflow.WorkflowStep;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step of a {@link RunModel}: plain fields. */
final class ModelStep {
    final String id;
    final WorkflowStep definition;
    StepStatus status = StepStatus.PENDING;
    Instant since;
    int attempt;
    long token;
    String holder = "";
    long leaseMillis;

    @Nullable Instant leaseEnd;

    @Nullable Instant attemptEnd;

    @Nullable Instant end;

    @Nullable Instant timer;

    @Nullable String child;

    boolean unwanted;
    Json output = JsonNull.NULL;
    int order;
    final List<Attempt> attempts = new ArrayList<>();

    ModelStep(String id, WorkflowStep definition, Instant now) {
        this.id = id;
        this.definition = definition;
        this.since = now;
    }

    boolean isCompensation() {
        return id.startsWith("compensate:");
    }

    String target() {
        return id.replace("compensate:", "");
    }

    boolean isItem() {
        return id.contains("[");
    }

    String parent() {
        return target().replaceAll("\\[.*", "");
    }

    StepKind kind() {
        return definition.kind();
    }

    boolean holdsUpTheEnd() {
        return status == StepStatus.CLAIMED || (status == StepStatus.WAITING && child != null);
    }

    /** When time changes it: the first of all that runs in this status. */
    @Nullable Instant due() {
        List<@Nullable Instant> ends = new ArrayList<>();
        switch (status) {
            case CLAIMED -> {
                ends.add(leaseEnd);
                ends.add(attemptEnd);
                ends.add(end);
            }
            case READY -> ends.add(end);
            case DELAYED -> ends.add(timer);
            case WAITING -> {
                if (!unwanted) {
                    ends.add(timer);
                    ends.add(attemptEnd);
                    ends.add(end);
                }
            }
            default -> {}
        }
        Instant first = null;
        for (Instant one : ends) {
            first = first == null || (one != null && one.isBefore(first)) ? one : first;
        }
        return first;
    }

    /** What an attempt came to. */
    record Attempt(long token, String by, StepFailure.@Nullable Code failure, String message) {}
}

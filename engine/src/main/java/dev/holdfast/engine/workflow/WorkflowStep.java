package dev.holdfast.engine.workflow;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A step of a workflow.
 *
 * @param name its name among the steps
 * @param needs the steps that must have succeeded, or been skipped, before it begins
 * @param when a CEL expression; if it is false when the step could begin, the step is skipped; null for always
 * @param kind what it does
 * @param input what it is given; null for an empty object
 * @param retry how often it is tried; once by default
 * @param timeout how long an attempt may take; null for no limit
 * @param totalTimeout how long all attempts and the delays between them may take; null for no limit
 * @param compensate how it is taken back if the run fails or is cancelled after it succeeded; null if it need not be
 */
public record WorkflowStep(
        String name,
        SortedSet<String> needs,
        @Nullable String when,
        StepKind kind,
        @Nullable Mapping input,
        RetryPolicy retry,
        @Nullable Duration timeout,
        @Nullable Duration totalTimeout,
        @Nullable WorkflowStep compensate) {
    public WorkflowStep {
        needs = Collections.unmodifiableSortedSet(new TreeSet<>(needs));
    }
}

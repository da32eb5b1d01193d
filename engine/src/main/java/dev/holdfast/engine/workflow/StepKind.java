package dev.holdfast.engine.workflow;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a step does. */
public sealed interface StepKind {
    /** The name in a definition. */
    default String wire() {
        return switch (this) {
            case Task task -> "task";
            case Approval approval -> "approval";
            case Sleep sleep -> "wait";
            case Signal signal -> "wait";
            case ForEach forEach -> "for_each";
            case Child child -> "workflow";
        };
    }

    /**
     * A worker does it.
     *
     * @param work the kind of work, by which workers find it
     * @param heartbeat how often the worker must tell that it is alive; null if its lease alone says so
     */
    record Task(String work, @Nullable Duration heartbeat) implements StepKind {}

    /**
     * A person decides.
     *
     * @param text what is asked
     * @param of the principal who is asked; null for any person who may
     * @param choices what may be answered
     * @param otherwise what counts as answered when the time is over; null to fail then
     */
    record Approval(
            String text,
            @Nullable String of,
            List<String> choices,
            @Nullable String otherwise) implements StepKind {
        public Approval {
            choices = List.copyOf(choices);
        }
    }

    /**
     * Time passes. One of the two is given.
     *
     * @param duration how long
     * @param until a CEL expression for the time until when, as RFC 3339 text
     */
    record Sleep(@Nullable Duration duration, @Nullable String until) implements StepKind {}

    /** A signal of this name arrives. */
    record Signal(String name) implements StepKind {}

    /**
     * The same for each of some items; the output is the list of outputs, in the order of the items.
     *
     * @param items a CEL expression for the list of items
     * @param maxConcurrency how many items are worked on at a time
     * @param body what is done for an item; its expressions see the item and its index besides
     */
    record ForEach(String items, int maxConcurrency, WorkflowStep body) implements StepKind {}

    /**
     * Another workflow runs.
     *
     * @param workflow its name
     * @param version its version; null for the newest when it starts
     */
    record Child(String workflow, @Nullable String version) implements StepKind {}
}

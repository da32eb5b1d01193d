package dev.holdfast.engine.workflow;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Writes a definition. Immutable: each method answers a changed copy. */
public final class WorkflowBuilder {
    private final JsonObject json;

    WorkflowBuilder(String name, String version) {
        this(JsonObject.of("name", Json.of(name), "version", Json.of(version), "steps", JsonObject.EMPTY));
    }

    private WorkflowBuilder(JsonObject json) {
        this.json = json;
    }

    /** What people read. */
    public WorkflowBuilder title(String title) {
        return new WorkflowBuilder(json.with("title", Json.of(title)));
    }

    /** How long a run may take before it is ended as failed. */
    public WorkflowBuilder timeout(Duration timeout) {
        return new WorkflowBuilder(json.with("timeout", Json.of(timeout.toString())));
    }

    /** What a run that succeeded answers: a CEL expression over {@code input} and {@code steps}. */
    public WorkflowBuilder output(String expression) {
        return new WorkflowBuilder(json.with("output", Json.of(expression)));
    }

    /**
     * A step.
     *
     * @throws IllegalArgumentException if there is one of this name
     */
    public WorkflowBuilder step(String name, StepBuilder step) {
        JsonObject steps = json.object("steps");
        if (steps == null || steps.has(name)) {
            throw new IllegalArgumentException("there is a step " + name + " already");
        }
        return new WorkflowBuilder(json.with("steps", steps.with(name, step.toJson())));
    }

    /** A step that a worker does; the kind of work is the name of the step. */
    public WorkflowBuilder task(String name, UnaryOperator<StepBuilder> step) {
        return step(name, step.apply(StepBuilder.task(name)));
    }

    /** The definition. */
    public JsonObject toJson() {
        return json;
    }

    @Override
    public String toString() {
        return "WorkflowBuilder" + json;
    }
}

package dev.holdfast.engine.workflow;

import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A definition of a workflow: steps that need each other without a cycle. What the engine hands out was checked.
 *
 * @param name what it is called, as {@code order} or {@code shop.order}
 * @param version the version of the definition
 * @param title what people read; null if it has none
 * @param timeout how long a run may take before it is ended as failed; null for no limit
 * @param output what a run that succeeded answers; null for nothing
 * @param steps the steps by name
 * @param json the definition as it was written
 */
public record Workflow(
        String name,
        String version,
        @Nullable String title,
        @Nullable Duration timeout,
        @Nullable Mapping output,
        SortedMap<String, WorkflowStep> steps,
        JsonObject json) {
    public Workflow {
        steps = Collections.unmodifiableSortedMap(new TreeMap<>(steps));
    }

    /**
     * Writes a definition. Whether it is sound is checked where it is given to the engine, as for one written in JSON.
     */
    public static WorkflowBuilder named(String name, String version) {
        return new WorkflowBuilder(name, version);
    }
}

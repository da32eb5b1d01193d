package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.workflow.WorkflowProblem;
import dev.holdfast.json.JsonPointer;
import java.util.ArrayList;
import java.util.List;

/** The problems found in one definition, in the order in which they were found. Not thread-safe. */
final class Findings {
    private final List<WorkflowProblem> found = new ArrayList<>();

    void add(JsonPointer at, String message) {
        if (found.size() < Plan.Reading.Unsound.MOST_PROBLEMS) {
            found.add(new WorkflowProblem(at, message));
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<WorkflowProblem> all() {
        return List.copyOf(found);
    }
}

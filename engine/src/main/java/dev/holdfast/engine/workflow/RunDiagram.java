package dev.holdfast.engine.workflow;

import dev.holdfast.json.JsonArray;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Draws a run, or a workflow without one, as a Mermaid flow chart. */
public final class RunDiagram {
    private static final String COLOURS = """
            classDef ready stroke-width:3px
            classDef waiting stroke-dasharray:5
            classDef claimed fill:#cfe8ff,color:#000
            classDef succeeded fill:#d3f2d3,color:#000
            classDef failed fill:#ffd0d0,color:#000
            classDef ended fill:#e8e8e8,color:#000
        """;

    private RunDiagram() {}

    /** The steps of a workflow, and what they need. */
    public static String of(Workflow workflow) {
        return draw(workflow, null);
    }

    /**
     * The steps of a workflow, what they need, and how they stand in a run. Whatever names and texts contain, they are
     * shown as text.
     */
    public static String of(Workflow workflow, Run run) {
        return draw(workflow, run);
    }

    private static String draw(Workflow workflow, @Nullable Run run) {
        StringBuilder text = new StringBuilder("flowchart TD\n");
        Map<String, String> nodes = new HashMap<>();
        for (WorkflowStep step : workflow.steps().values()) {
            String node = "s" + nodes.size();
            nodes.put(step.name(), node);
            text.append("    ").append(node).append(shape(step, label(step, run)));
            if (run != null) {
                text.append(":::").append(colour(status(step, run)));
            }
            text.append('\n');
        }
        for (WorkflowStep step : workflow.steps().values()) {
            for (String need : step.needs()) {
                text.append("    %s --> %s\n".formatted(nodes.get(need), nodes.get(step.name())));
            }
        }
        return run == null ? text.toString() : text.append(COLOURS).toString();
    }

    private static StepStatus status(WorkflowStep step, Run run) {
        RunStep found = run.step(step.name());
        return found == null ? StepStatus.PENDING : found.status();
    }

    private static String label(WorkflowStep step, @Nullable Run run) {
        if (run == null) {
            return step.name();
        }
        String label = step.name() + ": " + status(step, run).wire();
        RunStep found = run.step(step.name());
        JsonArray items = found == null ? null : found.items();
        return items == null
                ? label
                : label + ", " + RunJson.number(Objects.requireNonNull(found).json(), "done") + " of " + items.size();
    }

    private static String shape(WorkflowStep step, String label) {
        String quoted = '"' + escaped(label) + '"';
        return switch (step.kind()) {
            case StepKind.Task task -> "[" + quoted + "]";
            case StepKind.Approval approval -> "{{" + quoted + "}}";
            case StepKind.Sleep sleep -> "([" + quoted + "])";
            case StepKind.Signal signal -> "([" + quoted + "])";
            case StepKind.ForEach forEach -> "[[" + quoted + "]]";
            case StepKind.Child child -> "[[" + quoted + "]]";
        };
    }

    private static String colour(StepStatus status) {
        return switch (status) {
            case READY -> "ready";
            case CLAIMED -> "claimed";
            case WAITING, DELAYED, PENDING -> "waiting";
            case SUCCEEDED -> "succeeded";
            case FAILED -> "failed";
            case SKIPPED, CANCELLED, COMPENSATED -> "ended";
        };
    }

    /** Text in which every character that could mean something to Mermaid or HTML is written as its number. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(character -> {
            if (Character.isLetterOrDigit(character) || " _.,:-".indexOf(character) >= 0) {
                escaped.appendCodePoint(character);
            } else {
                escaped.append('#').append(character).append(';');
            }
        });
        return escaped.toString();
    }
}

package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.engine.workflow.Workflow;
import dev.holdfast.engine.workflow.WorkflowProblem;
import dev.holdfast.json.JsonObject;
import java.util.List;

/** A definition that was checked, with its expressions compiled. Immutable, and safe for use by many threads. */
public final class Plan {
    private final Workflow workflow;

    private Plan(Workflow workflow) {
        this.workflow = workflow;
    }

    /**
     * Reads and checks a definition.
     *
     * @param steps what that may cost
     * @return a plan, or what is wrong with the definition
     */
    public static Reading read(JsonObject definition, RuleCompiler compiler, Steps steps) {
        return new Reading.Unsound(List.of());
    }

    /** The definition. */
    public Workflow workflow() {
        return workflow;
    }

    /** What comes of reading a definition. */
    public sealed interface Reading {
        /** The definition is sound. */
        record Sound(Plan plan) implements Reading {}

        /**
         * The definition cannot be used.
         *
         * @param problems what is wrong with it, at least one, at most {@value #MOST_PROBLEMS}
         */
        record Unsound(List<WorkflowProblem> problems) implements Reading {
            /** How many problems are told at most. */
            public static final int MOST_PROBLEMS = 50;

            public Unsound {
                problems = List.copyOf(problems);
            }
        }
    }
}

package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.engine.workflow.RunStep;
import dev.holdfast.engine.workflow.StepKind;
import dev.holdfast.engine.workflow.Workflow;
import dev.holdfast.engine.workflow.WorkflowProblem;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPointer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A definition that was checked, with its expressions compiled. Immutable, and safe for use by many threads. */
public final class Plan {
    /** What the id of a step, an item or a compensation looks like. Callers send others too. */
    private static final Pattern ID = Pattern.compile("(compensate:)?[A-Za-z0-9_]{1,64}(\\[[0-9]{1,3}])?");

    private final Workflow workflow;
    private final Graph graph;
    private final Map<String, PlannedStep> steps;
    private final @Nullable CompiledMapping output;
    private final long weight;

    private Plan(
            Workflow workflow,
            Graph graph,
            Map<String, PlannedStep> steps,
            @Nullable CompiledMapping output,
            long weight) {
        this.workflow = workflow;
        this.graph = graph;
        this.steps = steps;
        this.output = output;
        this.weight = weight;
    }

    /**
     * Reads and checks a definition.
     *
     * @param steps what that may cost
     * @return a plan, or what is wrong with the definition
     * @throws Steps.EndedException if it costs more
     */
    public static Reading read(JsonObject definition, RuleCompiler compiler, Steps steps) {
        Findings findings = new Findings();
        int size = definition.canonicalSize();
        steps.spend(size);
        if (size > Bounds.DEFINITION_BYTES) {
            findings.add(
                    JsonPointer.ROOT,
                    "A definition has up to " + Bounds.DEFINITION_BYTES + " bytes; this has " + size + ".");
            return new Reading.Unsound(findings.all());
        }
        Workflow workflow = DefinitionReader.read(definition, findings);
        Plan plan = compile(workflow, compiler, findings, steps);
        return findings.isEmpty() ? new Reading.Sound(plan) : new Reading.Unsound(findings.all());
    }

    private static Plan compile(Workflow workflow, RuleCompiler compiler, Findings findings, Steps steps) {
        Graph graph = Graph.of(workflow.steps(), findings);
        StepCompiler expressions = new StepCompiler(compiler, workflow.steps().keySet(), findings, steps);
        Map<String, PlannedStep> compiled = new HashMap<>();
        workflow.steps()
                .forEach((name, step) -> compiled.put(
                        name, expressions.compile(step, Graph.at(name), other -> graph.isBefore(other, name))));
        CompiledMapping output = expressions.output(workflow.output());
        return new Plan(workflow, graph, compiled, output, expressions.weight());
    }

    /** The definition. */
    public Workflow workflow() {
        return workflow;
    }

    /** The memory that it takes, in bytes: an estimate, not too low. */
    public long weight() {
        return weight + 8L * workflow.json().canonicalSize();
    }

    /** The steps, each behind those that it needs. */
    List<String> order() {
        return graph.order();
    }

    /** The steps that need a step. */
    List<String> dependents(String name) {
        return graph.dependents().getOrDefault(name, List.of());
    }

    boolean isBefore(String step, String other) {
        return graph.isBefore(step, other);
    }

    @Nullable CompiledMapping output() {
        return output;
    }

    /**
     * What a step of a run is planned as: a step, what is done for an item of it, or what takes either back. Null if
     * nothing is, whatever the id looks like.
     */
    @Nullable PlannedStep find(String id) {
        PlannedStep named = steps.get(id);
        if (named != null) {
            return named; // as most are
        } else if (!ID.matcher(id).matches()) {
            return null;
        }
        RunStep step = new RunStep(id, JsonObject.EMPTY);
        PlannedStep planned = steps.get(step.name());
        if (planned != null && step.index() >= 0) {
            planned = planned.body();
        }
        return planned != null && step.isCompensation() ? planned.compensation() : planned;
    }

    /** What a step of a run does: one that it has. */
    public StepKind kindOf(String id) {
        return of(id).kind();
    }

    /** The same, of a step that a run has. */
    PlannedStep of(String id) {
        PlannedStep planned = find(id);
        if (planned == null) {
            throw new IllegalStateException("the definition has no step " + id);
        }
        return planned;
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

package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.NearestName;
import dev.holdfast.engine.spi.rules.CompilationException;
import dev.holdfast.engine.spi.rules.Expression;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.engine.workflow.Mapping;
import dev.holdfast.engine.workflow.StepKind;
import dev.holdfast.engine.workflow.WorkflowStep;
import dev.holdfast.json.JsonPointer;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Compiles the expressions of steps, and sees that they refer only to steps that are done before. */
final class StepCompiler {
    private final RuleCompiler compiler;
    private final Set<String> known;
    private final Findings findings;
    private final Steps steps;
    private final Map<Source, Expression> compiled = new HashMap<>();
    private long weight;

    StepCompiler(RuleCompiler compiler, Set<String> known, Findings findings, Steps steps) {
        this.compiler = compiler;
        this.known = known;
        this.findings = findings;
        this.steps = steps;
    }

    /** The memory that all compiled expressions take, in bytes. */
    long weight() {
        return weight;
    }

    /**
     * Compiles a step.
     *
     * @param at where it is in the definition
     * @param visible the steps that are done before it begins
     */
    PlannedStep compile(WorkflowStep step, JsonPointer at, Predicate<String> visible) {
        return compile(step, new Place(at, Set.of("input", "steps"), visible));
    }

    /** What a run answers, which sees all steps. */
    @Nullable CompiledMapping output(@Nullable Mapping output) {
        return mapping(output, "output", new Place(JsonPointer.ROOT, Set.of("input", "steps"), step -> true));
    }

    private PlannedStep compile(WorkflowStep step, Place place) {
        WorkflowStep compensate = step.compensate();
        return new PlannedStep(
                step,
                when(step.when(), place),
                mapping(step.input(), "input", place),
                subject(step.kind(), place),
                step.kind() instanceof StepKind.ForEach forEach
                        ? compile(forEach.body(), place.below("do").with("item", "index"))
                        : null,
                compensate == null
                        ? null
                        : compile(compensate, place.below("compensate").with("output")));
    }

    private @Nullable ScopedExpression when(@Nullable String source, Place place) {
        if (source != null && source.strip().equals("false")) {
            findings.add(place.at.child("when"), "The step never begins: its condition is false.");
        }
        return expression(source, "when", place);
    }

    private @Nullable ScopedExpression subject(StepKind kind, Place place) {
        return switch (kind) {
            case StepKind.ForEach forEach -> expression(forEach.items(), "items", place);
            case StepKind.Sleep sleep -> expression(sleep.until(), "until", place);
            case StepKind.Task task -> null;
            case StepKind.Approval approval -> null;
            case StepKind.Signal signal -> null;
            case StepKind.Child child -> null;
        };
    }

    private @Nullable CompiledMapping mapping(@Nullable Mapping mapping, String member, Place place) {
        if (mapping == null) {
            return null;
        }
        SortedMap<String, ScopedExpression> members = new TreeMap<>();
        mapping.members().forEach((name, source) -> {
            ScopedExpression compiled = expression(source, name, place.below(member));
            if (compiled != null) {
                members.put(name, compiled);
            }
        });
        return new CompiledMapping(
                expression(mapping.whole(), member, place), Collections.unmodifiableSortedMap(members));
    }

    /** An expression; null if there is none, or it cannot be used. */
    private @Nullable ScopedExpression expression(@Nullable String source, String member, Place place) {
        if (source == null || source.isEmpty()) {
            return null;
        }
        try {
            Expression expression = compiled(source, place.variables);
            References references = References.of(source);
            check(references, place.at.child(member), place.visible);
            return new ScopedExpression(member, expression, references.names());
        } catch (CompilationException e) {
            findings.add(place.at.child(member), "Not a CEL expression that can be used here: " + e.problem());
            return null;
        }
    }

    /** Compiles a source once, however many steps have it. */
    private Expression compiled(String source, Set<String> variables) throws CompilationException {
        Source key = new Source(source, variables);
        Expression known = compiled.get(key);
        if (known != null) {
            return known;
        }
        steps.spend(Steps.compiling(source));
        Expression expression = compiler.expression(source, variables);
        weight += expression.weight();
        compiled.put(key, expression);
        return expression;
    }

    private void check(References references, JsonPointer at, Predicate<String> visible) {
        if (references.open()) {
            findings.add(at, "Name the step that is meant, as in steps.NAME or steps[\"NAME\"].");
        }
        for (String name : references.names()) {
            if (!known.contains(name)) {
                findings.add(at, "There is no step " + name + "." + NearestName.hint(name, known));
            } else if (!visible.test(name)) {
                findings.add(
                        at,
                        "The step " + name + " need not be done by then: this step does not need it, directly or"
                                + " through others.");
            }
        }
    }

    private record Source(String source, Set<String> variables) {}

    /** Where expressions stand, and what they see there. */
    private record Place(JsonPointer at, Set<String> variables, Predicate<String> visible) {
        Place below(String member) {
            return new Place(at.child(member), variables, visible);
        }

        Place with(String... more) {
            Set<String> all = new HashSet<>(variables);
            Collections.addAll(all, more);
            return new Place(at, Set.copyOf(all), visible);
        }
    }
}

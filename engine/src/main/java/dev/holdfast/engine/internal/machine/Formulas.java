package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.machine.MachineProblem.Kind;
import dev.holdfast.engine.spi.rules.CompilationException;
import dev.holdfast.engine.spi.rules.Expression;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.JsonPointer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles the expressions of a definition, each source once. Not thread-safe. */
final class Formulas {
    static final int MOST = 1_000;

    private static final Set<String> CONTEXT_ALONE = Set.of(Formula.CONTEXT);
    private static final Set<String> BOTH = Set.of(Formula.CONTEXT, Formula.EVENT);

    private final RuleCompiler compiler;
    private final Steps steps;
    private final Problems problems;
    private final Map<String, Formula> known = new HashMap<>();
    private long weight;

    Formulas(RuleCompiler compiler, Steps steps, Problems problems) {
        this.compiler = compiler;
        this.steps = steps;
        this.problems = problems;
    }

    /** An expression; null if it is reported. */
    @Nullable Formula compile(String source, JsonPointer at) {
        Formula same = known.get(source);
        if (same != null) {
            return new Formula(source, at, same.compiled(), same.usesEvent());
        }
        if (problems.areMany()) {
            return null;
        } else if (known.size() == MOST) {
            problems.add(at, Kind.TOO_LARGE, "a machine has up to " + MOST + " different expressions");
            return null;
        }
        try {
            Formula formula = compileAnew(source, at);
            known.put(source, formula);
            weight += formula.compiled().weight();
            return formula;
        } catch (CompilationException e) {
            String message = "not a CEL expression over context and event: " + e.problem();
            problems.add(at, Kind.EXPRESSION, message);
            return null;
        }
    }

    /** One that can be compiled without the event does not use it. */
    private Formula compileAnew(String source, JsonPointer at) throws CompilationException {
        try {
            return new Formula(source, at, compile(source, CONTEXT_ALONE), false);
        } catch (CompilationException e) {
            return new Formula(source, at, compile(source, BOTH), true);
        }
    }

    private Expression compile(String source, Set<String> variables) throws CompilationException {
        steps.spend(Steps.compiling(source));
        return compiler.expression(source, variables);
    }

    /** The memory that all of them take, in bytes. */
    long weight() {
        return weight;
    }
}

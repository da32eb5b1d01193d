package dev.holdfast.engine.internal.decision;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Rule;
import dev.holdfast.engine.internal.image.Constraints;
import dev.holdfast.engine.internal.image.Settings;
import dev.holdfast.engine.spi.rules.CompilationException;
import dev.holdfast.engine.spi.rules.EvaluationException;
import dev.holdfast.engine.spi.rules.Expression;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.engine.spi.rules.SchemaCheck;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds documents against schemas, rules and conditions. What was compiled is kept by its source, so that a state whose
 * constraints stand still compiles them once; the compiler itself is looked for when the first of them turns up.
 */
public final class Validator {
    private static final int MOST_SHOWN = 10;

    /** The memory for all that is compiled, in bytes. */
    private static final long COMPILED_BYTES = 16 << 20;

    private static final Set<String> SELF = Set.of("self");

    private final Supplier<@Nullable RuleCompiler> compiler;
    private final Charts charts;
    private final Plans plans;
    private final Cache<Json, SchemaCheck> schemas;
    private final Cache<String, Expression> expressions;

    public Validator(Supplier<@Nullable RuleCompiler> compiler) {
        this.compiler = compiler;
        this.charts = new Charts(() -> compiler("machine"));
        this.plans = new Plans(() -> compiler("workflow"));
        this.schemas = Caffeine.newBuilder()
                .maximumWeight(COMPILED_BYTES / 2)
                .weigher((Json schema, SchemaCheck check) -> check.weight())
                .executor(Runnable::run)
                .build();
        this.expressions = Caffeine.newBuilder()
                .maximumWeight(COMPILED_BYTES / 2)
                .weigher((String source, Expression expression) -> expression.weight())
                .executor(Runnable::run)
                .build();
    }

    /** Why a document may not stand; null if it may. Constraints that cannot be compiled are {@code invalid}. */
    @Nullable Failure refusal(Constraints constraints, JsonObject document, Instant now, Steps steps) {
        if (constraints.isEmpty()) {
            return null;
        }
        try {
            List<Json> violations = violations(constraints, document, now, steps);
            return violations.isEmpty() ? null : rejected(violations);
        } catch (HoldfastException e) {
            return e.failure();
        }
    }

    /**
     * Compiles what settings ask of a document, ahead of its use.
     *
     * @param steps what it may cost
     * @throws HoldfastException {@code invalid} if that cannot be done
     */
    public void compile(Settings settings, Steps steps) {
        Constraints constraints = settings.constraints();
        Json schema = constraints.schema();
        if (schema != null) {
            schema(schema, steps);
        }
        constraints.rules().forEach(rule -> expression("rules", rule.expr(), steps));
        JsonObject machine = settings.machine();
        if (machine != null) {
            charts.chart(machine, steps);
        }
        JsonObject workflow = settings.workflow();
        if (workflow != null) {
            plans.plan(workflow, steps);
        }
    }

    /** The machines of states, compiled. */
    public Charts charts() {
        return charts;
    }

    /** The workflows of runs, compiled. */
    public Plans plans() {
        return plans;
    }

    private List<Json> violations(Constraints constraints, JsonObject document, Instant now, Steps steps) {
        List<Json> violations = new ArrayList<>();
        Json schema = constraints.schema();
        if (schema != null) {
            violations.addAll(violations(schema(schema, steps), document, steps));
        }
        for (Rule rule : constraints.rules()) {
            Json violation = violation(rule, document, now, steps);
            if (violation != null) {
                violations.add(violation);
            }
        }
        return violations;
    }

    /**
     * A condition on a document.
     *
     * @param argument where it was given
     * @param steps what it may cost to compile
     * @throws HoldfastException {@code invalid} if it cannot be compiled
     */
    public Condition condition(String argument, String source, Steps steps) {
        Expression expression = expression(argument, source, steps);
        return (document, now, left) -> {
            try {
                return expression.evaluate(Map.of("self", document), now, left) == JsonBoolean.TRUE;
            } catch (EvaluationException e) {
                return false;
            } catch (Steps.EndedException e) {
                requireExhausted(e);
                return false;
            }
        };
    }

    /** Whether something is true of a document. It is not where it cannot be told, as of a key that is absent. */
    @FunctionalInterface
    public interface Condition {
        /**
         * Whether it holds of a document at a time.
         *
         * @param steps what it may cost to tell
         * @throws Steps.EndedException if it costs more
         */
        boolean holds(JsonObject document, Instant now, Steps steps);
    }

    private static List<Json> violations(SchemaCheck check, JsonObject document, Steps steps) {
        try {
            return check.violations(document, steps).stream()
                    .limit(MOST_SHOWN)
                    .map(violation -> (Json) JsonObject.of(
                            "path", Json.of(violation.path()),
                            "keyword", Json.of(violation.keyword()),
                            "message", Json.of(violation.message())))
                    .toList();
        } catch (EvaluationException e) {
            return List.of(undecided(e.problem()));
        } catch (Steps.EndedException e) {
            requireExhausted(e);
            return List.of(undecided("checking the document against the schema takes too much work"));
        }
    }

    private static Json undecided(String why) {
        return JsonObject.of("path", Json.of(""), "message", Json.of(why));
    }

    /** Only where all steps are used up there is no more to say; otherwise the work is done elsewhere, or by none. */
    private static void requireExhausted(Steps.EndedException end) {
        if (end.reason() != Steps.EndedException.Reason.EXHAUSTED) {
            throw end;
        }
    }

    private @Nullable Json violation(Rule rule, JsonObject document, Instant now, Steps steps) {
        try {
            Json result = expression("rules", rule.expr(), steps).evaluate(Map.of("self", document), now, steps);
            if (result == JsonBoolean.TRUE) {
                return null;
            }
            String message = rule.message() == null ? "is not true" : rule.message();
            return broken(rule, result == JsonBoolean.FALSE ? message : "is neither true nor false");
        } catch (EvaluationException e) {
            return broken(rule, "cannot be evaluated: " + e.problem());
        } catch (Steps.EndedException e) {
            requireExhausted(e);
            return broken(rule, "cannot be evaluated: it takes too much work");
        }
    }

    private static Json broken(Rule rule, String message) {
        return JsonObject.of("rule", Json.of(rule.expr()), "message", Json.of(message));
    }

    private static Failure rejected(List<Json> violations) {
        List<Json> shown = violations.subList(0, Math.min(MOST_SHOWN, violations.size()));
        return new Failure(
                Failure.Code.REJECTED,
                JsonObject.of("violations", JsonArray.copyOf(shown)),
                "The document would break the state's schema or rules, so nothing was changed; mend what violations"
                        + " say.");
    }

    private SchemaCheck schema(Json schema, Steps steps) {
        SchemaCheck known = schemas.getIfPresent(schema);
        if (known != null) {
            return known;
        }
        steps.spend((long) Steps.COMPILE * schema.canonicalSize());
        try {
            SchemaCheck compiled = compiler("schema").schema(schema);
            schemas.put(schema, compiled);
            return compiled;
        } catch (CompilationException e) {
            throw Failure.invalid("schema", "The schema cannot be used: " + e.problem())
                    .toException();
        }
    }

    private Expression expression(String argument, String source, Steps steps) {
        Expression known = expressions.getIfPresent(source);
        if (known != null) {
            return known;
        }
        steps.spend(Steps.compiling(source));
        try {
            Expression compiled = compiler(argument).expression(source, SELF);
            expressions.put(source, compiled);
            return compiled;
        } catch (CompilationException e) {
            throw Failure.invalid(argument, "Not a CEL expression over self: " + e.problem())
                    .toException();
        }
    }

    private RuleCompiler compiler(String argument) {
        RuleCompiler found = compiler.get();
        if (found == null) {
            throw Failure.invalid(
                            argument,
                            "Schemas, rules, conditions and machines cannot be checked here: holdfast-rules is not on"
                                    + " the class path.")
                    .toException();
        }
        return found;
    }
}

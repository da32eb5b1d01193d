package dev.holdfast.engine.internal.decision;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Rule;
import dev.holdfast.engine.internal.image.Constraints;
import dev.holdfast.engine.spi.rules.CompilationException;
import dev.holdfast.engine.spi.rules.EvaluationException;
import dev.holdfast.engine.spi.rules.Expression;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.engine.spi.rules.SchemaCheck;
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
    private static final int COMPILED_BYTES = 8 << 20;
    private static final Set<String> SELF = Set.of("self");

    private final Supplier<@Nullable RuleCompiler> compiler;
    private final Cache<Json, SchemaCheck> schemas;
    private final Cache<String, Expression> expressions =
            Caffeine.newBuilder().maximumSize(10_000).executor(Runnable::run).build();

    public Validator(Supplier<@Nullable RuleCompiler> compiler) {
        this.compiler = compiler;
        this.schemas = Caffeine.newBuilder()
                .maximumWeight(COMPILED_BYTES)
                .weigher((Json schema, SchemaCheck check) -> schema.canonicalSize())
                .executor(Runnable::run)
                .build();
    }

    /** Why a document may not stand; null if it may. Constraints that cannot be compiled are {@code invalid}. */
    @Nullable Failure refusal(Constraints constraints, JsonObject document, Instant now) {
        if (constraints.isEmpty()) {
            return null;
        }
        try {
            List<Json> violations = violations(constraints, document, now);
            return violations.isEmpty() ? null : rejected(violations);
        } catch (HoldfastException e) {
            return e.failure();
        }
    }

    /**
     * Compiles constraints ahead of their use.
     *
     * @throws HoldfastException {@code invalid} if that cannot be done
     */
    public void compile(Constraints constraints) {
        Json schema = constraints.schema();
        if (schema != null) {
            schema(schema);
        }
        constraints.rules().forEach(rule -> expression("rules", rule.expr()));
    }

    private List<Json> violations(Constraints constraints, JsonObject document, Instant now) {
        List<Json> violations = new ArrayList<>();
        Json schema = constraints.schema();
        if (schema != null) {
            violations.addAll(violations(schema(schema), document));
        }
        for (Rule rule : constraints.rules()) {
            Json violation = violation(rule, document, now);
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
     * @throws HoldfastException {@code invalid} if it cannot be compiled
     */
    public Condition condition(String argument, String source) {
        Expression expression = expression(argument, source);
        return (document, now) -> {
            try {
                return expression.evaluate(Map.of("self", document), now) == JsonBoolean.TRUE;
            } catch (EvaluationException e) {
                return false;
            }
        };
    }

    /** Whether something is true of a document. It is not where it cannot be told, as of a key that is absent. */
    @FunctionalInterface
    public interface Condition {
        boolean holds(JsonObject document, Instant now);
    }

    private static List<Json> violations(SchemaCheck check, JsonObject document) {
        try {
            return check.violations(document).stream()
                    .limit(MOST_SHOWN)
                    .map(violation -> (Json) JsonObject.of(
                            "path", Json.of(violation.path()),
                            "keyword", Json.of(violation.keyword()),
                            "message", Json.of(violation.message())))
                    .toList();
        } catch (EvaluationException e) {
            return List.of(JsonObject.of("path", Json.of(""), "message", Json.of(e.problem())));
        }
    }

    private @Nullable Json violation(Rule rule, JsonObject document, Instant now) {
        try {
            Json result = expression("rules", rule.expr()).evaluate(Map.of("self", document), now);
            if (result == JsonBoolean.TRUE) {
                return null;
            }
            String message = rule.message() == null ? "is not true" : rule.message();
            return broken(rule, result == JsonBoolean.FALSE ? message : "is neither true nor false");
        } catch (EvaluationException e) {
            return broken(rule, "cannot be evaluated: " + e.problem());
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

    private SchemaCheck schema(Json schema) {
        SchemaCheck known = schemas.getIfPresent(schema);
        if (known != null) {
            return known;
        }
        try {
            SchemaCheck compiled = compiler("schema").schema(schema);
            schemas.put(schema, compiled);
            return compiled;
        } catch (CompilationException e) {
            throw Failure.invalid("schema", "The schema cannot be used: " + e.problem())
                    .toException();
        }
    }

    private Expression expression(String argument, String source) {
        Expression known = expressions.getIfPresent(source);
        if (known != null) {
            return known;
        }
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
                            "Schemas, rules and conditions cannot be checked here: holdfast-rules is not on the class"
                                    + " path.")
                    .toException();
        }
        return found;
    }
}

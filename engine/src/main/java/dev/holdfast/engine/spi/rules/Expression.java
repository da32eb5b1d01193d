package dev.holdfast.engine.spi.rules;

import dev.holdfast.json.Json;
import java.time.Instant;
import java.util.Map;

/** A compiled expression. Safe for use by many threads. */
@FunctionalInterface
public interface Expression {
    /**
     * Evaluates the expression.
     *
     * @param variables a value for each variable that the expression was compiled with
     * @param now the value of {@code now}
     * @throws EvaluationException if the expression has no value for these variables, or takes more work than is
     *     allowed
     */
    Json evaluate(Map<String, Json> variables, Instant now) throws EvaluationException;
}

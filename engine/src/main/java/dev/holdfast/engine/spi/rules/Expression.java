package dev.holdfast.engine.spi.rules;

import dev.holdfast.json.Json;
import java.time.Instant;
import java.util.Map;

/** A compiled expression. */
@FunctionalInterface
public interface Expression {
    /**
     * Evaluates the expression.
     *
     * @param variables a value for each variable it was compiled with
     * @param now what {@code now} means
     * @throws EvaluationException if it has no value for these variables, or takes more work than is allowed
     */
    Json evaluate(Map<String, Json> variables, Instant now) throws EvaluationException;
}

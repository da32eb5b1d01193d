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
     * @param steps what it may cost; counts every node, and every byte that is looked at
     * @throws EvaluationException if the expression has no value for these variables
     * @throws Steps.EndedException if it costs more than that
     */
    Json evaluate(Map<String, Json> variables, Instant now, Steps steps) throws EvaluationException;

    /** The memory that the compiled expression takes, in bytes: an estimate, not too low. */
    default int weight() {
        return 1 << 10;
    }
}

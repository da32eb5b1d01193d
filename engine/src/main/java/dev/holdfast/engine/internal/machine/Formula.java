package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.spi.rules.EvaluationException;
import dev.holdfast.engine.spi.rules.Expression;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonPointer;
import java.util.Map;

/**
 * An expression of the definition.
 *
 * @param source as it is written
 * @param at where the definition has it
 * @param compiled ready to be evaluated
 * @param usesEvent whether it refers to the event
 */
record Formula(String source, JsonPointer at, Expression compiled, boolean usesEvent) implements Value {
    static final String CONTEXT = "context";
    static final String EVENT = "event";

    /**
     * What it is.
     *
     * @throws dev.holdfast.engine.HoldfastException {@code rejected} if it has no value
     */
    @Override
    public Json in(Scope scope) {
        try {
            return evaluate(scope);
        } catch (EvaluationException e) {
            throw StepRefusals.expression(this, scope, "cannot be evaluated: " + e.problem());
        }
    }

    /**
     * Whether it holds.
     *
     * @throws dev.holdfast.engine.HoldfastException {@code rejected} if it has no value or another than true and false
     */
    boolean holds(Scope scope) {
        if (in(scope) instanceof JsonBoolean truth) {
            return truth.value();
        }
        throw StepRefusals.expression(this, scope, "is neither true nor false");
    }

    Json evaluate(Scope scope) throws EvaluationException {
        return compiled.evaluate(
                usesEvent ? Map.of(CONTEXT, scope.context(), EVENT, scope.event()) : Map.of(CONTEXT, scope.context()),
                scope.now(),
                scope.steps());
    }
}

package dev.holdfast.rules;

import dev.cel.common.CelErrorCode;
import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.holdfast.engine.spi.rules.EvaluationException;
import dev.holdfast.engine.spi.rules.Expression;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * A compiled CEL expression. The library's failure messages may contain values of the document, so ours replace them.
 */
final class CelExpression implements Expression {
    private static final int BASE_WEIGHT = 4 << 10;
    private static final int NODE_WEIGHT = 512;

    private final CelRuntime.Program program;
    private final Map<Long, CelExpr> users;
    private final int nodes;

    /**
     * @param users what uses the results of its nodes, as {@link CelWork#users} tells
     * @param nodes how many nodes it has
     */
    CelExpression(CelRuntime.Program program, Map<Long, CelExpr> users, int nodes) {
        this.program = program;
        this.users = users;
        this.nodes = nodes;
    }

    @Override
    public int weight() {
        return BASE_WEIGHT + NODE_WEIGHT * nodes;
    }

    @Override
    public Json evaluate(Map<String, Json> variables, Instant now, Steps steps) throws EvaluationException {
        Map<String, Object> activation = new HashMap<>();
        variables.forEach((name, value) -> activation.put(name, CelValues.of(value)));
        activation.put("now", now);
        CelWork work = new CelWork(users, steps);
        try {
            Object result = program.trace(activation, work);
            steps.requireGoingOn();
            return CelResults.toJson(result);
        } catch (StackOverflowError e) {
            throw new EvaluationException("it nests too deeply");
        } catch (CelEvaluationException e) {
            steps.requireGoingOn();
            throw new EvaluationException(described(e.getErrorCode()));
        }
    }

    private static String described(CelErrorCode code) {
        return switch (code) {
            case ATTRIBUTE_NOT_FOUND -> "there is no such key";
            case INDEX_OUT_OF_BOUNDS -> "an index is out of bounds";
            case DIVIDE_BY_ZERO -> "something is divided by zero";
            case NUMERIC_OVERFLOW -> "a number is out of range";
            case OVERLOAD_NOT_FOUND -> "an operation is given values of types it does not accept";
            case BAD_FORMAT -> "a text is not in the form that is converted";
            case DUPLICATE_ATTRIBUTE -> "a map would have a key twice";
            case ITERATION_BUDGET_EXCEEDED -> "it takes more than 10,000 iterations";
            case INVALID_ARGUMENT -> "a function is given a value it does not accept";
            case INTERNAL_ERROR, AMBIGUOUS_OVERLOAD, TYPE_NOT_FOUND -> "it has no value";
        };
    }
}

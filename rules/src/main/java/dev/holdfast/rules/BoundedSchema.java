package dev.holdfast.rules;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.ValidationLimitExceededException;
import com.networknt.schema.ValidationLimitExceededException.LimitKind;
import dev.holdfast.engine.spi.rules.EvaluationException;
import dev.holdfast.engine.spi.rules.SchemaCheck;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A schema whose every check is bounded. Otherwise twenty definitions that each refer twice to the next make a million
 * checks of one value, and a definition that refers to itself never ends.
 */
final class BoundedSchema implements SchemaCheck {
    /** What the check of one keyword costs, in steps. */
    private static final int KEYWORD = 16;

    /**
     * How many keywords are checked at the first attempt, and how many more at each after it. The library tells that a
     * limit was exceeded, not how far below it a check remained, so a check pays for the limit that sufficed.
     */
    private static final long FIRST_LIMIT = 1 << 10;

    private static final int GROWTH = 16;
    private static final long LAST_LIMIT = 1 << 20;

    private static final int DEEPEST = 512;

    private final Schema schema;
    private final int weight;

    /** @param weight the memory that the compiled schema takes, in bytes */
    BoundedSchema(Schema schema, int weight) {
        this.schema = schema;
        this.weight = weight;
    }

    @Override
    public int weight() {
        return weight;
    }

    @Override
    public List<Violation> violations(Json value, Steps steps) throws EvaluationException {
        steps.spend(value.canonicalSize());
        JsonNode node = JsonNodes.of(value);
        try {
            return errors(node, steps).stream().map(BoundedSchema::violation).toList();
        } catch (UnusablePatternException | StackOverflowError e) {
            throw new EvaluationException("a part of the document is too deep or too long for the schema");
        }
    }

    private List<Error> errors(JsonNode node, Steps steps) throws EvaluationException {
        for (long limit = FIRST_LIMIT; limit <= LAST_LIMIT; limit = Math.min(limit * GROWTH, LAST_LIMIT)) {
            steps.spend(limit * KEYWORD);
            BoundedContext run = new BoundedContext(limit, DEEPEST, steps);
            try {
                LinearPattern.withinBudget(steps, () -> schema.validate(run, node));
                steps.requireGoingOn();
                return run.getErrors();
            } catch (ValidationLimitExceededException e) {
                if (e.getLimitKind() == LimitKind.EVALUATION_DEPTH || limit == LAST_LIMIT) {
                    break;
                }
            }
        }
        throw new EvaluationException("checking the document against the schema takes too much work");
    }

    private static Violation violation(Error error) {
        return new Violation(
                error.getInstanceLocation().toString(),
                error.getKeyword(),
                Texts.shortened(error.getMessage(), "is not allowed"));
    }
}

package dev.holdfast.rules;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.ValidationLimitExceededException;
import dev.holdfast.engine.spi.rules.EvaluationException;
import dev.holdfast.engine.spi.rules.SchemaCheck;
import dev.holdfast.json.Json;
import java.util.List;

/**
 * A schema whose every check is bounded. Otherwise twenty definitions that each refer twice to the next make a million
 * checks of one value, and a definition that refers to itself never ends.
 */
final class BoundedSchema implements SchemaCheck {
    private static final long MOST_STEPS = 1_000_000;
    private static final int DEEPEST = 512;
    private static final int MOST_VIOLATIONS = 100;

    private final Schema schema;

    BoundedSchema(Schema schema) {
        this.schema = schema;
    }

    @Override
    public List<Violation> violations(Json value) throws EvaluationException {
        try {
            List<Error> errors =
                    LinearPattern.withinBudget(() -> schema.validate(JsonNodes.of(value), BoundedSchema::limit));
            return errors.stream()
                    .limit(MOST_VIOLATIONS)
                    .map(BoundedSchema::violation)
                    .toList();
        } catch (ValidationLimitExceededException | UnusablePatternException | StackOverflowError e) {
            throw new EvaluationException("checking the document against the schema takes too much work");
        }
    }

    private static void limit(ExecutionContext context) {
        context.executionConfig(config -> config.maxEvaluationSteps(MOST_STEPS).maxEvaluationDepth(DEEPEST));
    }

    private static Violation violation(Error error) {
        return new Violation(
                error.getInstanceLocation().toString(),
                error.getKeyword(),
                Texts.shortened(error.getMessage(), "is not allowed"));
    }
}

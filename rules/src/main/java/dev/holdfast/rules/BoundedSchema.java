package dev.holdfast.rules;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.ValidationLimitExceededException;
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
        BoundedContext run = new BoundedContext(steps);
        try {
            LinearPattern.withinBudget(steps, () -> schema.validate(run, node));
        } catch (ValidationLimitExceededException e) {
            throw new EvaluationException("checking the document against the schema takes too much work");
        }
        steps.requireGoingOn();
        return run.getErrors();
    }

    private static Violation violation(Error error) {
        return new Violation(
                error.getInstanceLocation().toString(),
                error.getKeyword(),
                Texts.shortened(error.getMessage(), "is not allowed"));
    }
}

package dev.holdfast.rules;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import dev.holdfast.engine.spi.rules.Steps;
import java.util.Locale;

/**
 * One run of a schema. An error holds what did not match as text, which may be as long as the document, and a document
 * may have as many errors as elements; so each costs what it holds, and only the first ones are kept.
 */
final class BoundedContext extends ExecutionContext {
    static final int MOST_ERRORS = 100;

    private final Steps steps;

    /**
     * @param keywords how many keywords may be checked
     * @param deepest how deep schemas may nest in one another
     * @param steps what errors may cost
     */
    BoundedContext(long keywords, int deepest, Steps steps) {
        super(ExecutionConfig.builder()
                .maxEvaluationSteps(keywords)
                .maxEvaluationDepth(deepest)
                .locale(Locale.ROOT)
                .formatAssertionsEnabled(false)
                .build());
        this.steps = steps;
    }

    @Override
    public void addError(Error error) {
        steps.spend(Steps.NODE + length(error));
        if (getErrors().size() < MOST_ERRORS) {
            super.addError(error);
        }
    }

    private static long length(Error error) {
        long length = 0;
        Object[] arguments = error.getArguments();
        for (Object argument : arguments == null ? new Object[0] : arguments) {
            length += argument instanceof String text ? text.length() : 0;
        }
        return length;
    }
}

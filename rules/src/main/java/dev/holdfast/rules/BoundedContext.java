package dev.holdfast.rules;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.annotation.Annotations;
import dev.holdfast.engine.spi.rules.Steps;
import java.util.Locale;

/**
 * One run of a schema. An error holds what did not match as text, which may be as long as the document, and a document
 * may have as many errors as elements; so each costs what it holds, and only the first ones are kept.
 */
final class BoundedContext extends ExecutionContext {
    static final int MOST_ERRORS = 100;

    private static final int MOST_KEYWORDS = 1 << 20;
    private static final int DEEPEST = 512;

    private final Steps steps;
    private final Annotations annotations;

    /** @param steps what the run may cost */
    BoundedContext(Steps steps) {
        super(ExecutionConfig.builder()
                .maxEvaluationSteps(MOST_KEYWORDS)
                .maxEvaluationDepth(DEEPEST)
                .locale(Locale.ROOT)
                .formatAssertionsEnabled(false)
                .build());
        this.steps = steps;
        this.annotations = new CountedAnnotations(steps);
    }

    /** What the run may cost. */
    Steps steps() {
        return steps;
    }

    @Override
    public Annotations getAnnotations() {
        return annotations;
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

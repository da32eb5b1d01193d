package dev.holdfast.engine.spi.rules;

/** An evaluation has no result. The message says why, and never contains a value that was given. */
public final class EvaluationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String problem;

    /** @param problem why there is no result; contains no value that was given */
    public EvaluationException(String problem) {
        super(problem);
        this.problem = problem;
    }

    /** The message, never null. */
    public String problem() {
        return problem;
    }
}

package dev.holdfast.engine.spi.rules;

/** An evaluation without a result. The message says why, and never tells a value it was given. */
public final class EvaluationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String problem;

    public EvaluationException(String problem) {
        super(problem);
        this.problem = problem;
    }

    /** The message. */
    public String problem() {
        return problem;
    }
}

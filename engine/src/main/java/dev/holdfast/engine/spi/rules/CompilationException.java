package dev.holdfast.engine.spi.rules;

/** A schema or an expression cannot be compiled. The message says what is wrong with it, and where. */
public final class CompilationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String problem;

    /** @param problem what is wrong, and where */
    public CompilationException(String problem) {
        super(problem);
        this.problem = problem;
    }

    /** The message, never null. */
    public String problem() {
        return problem;
    }
}

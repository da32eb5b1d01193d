package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.workflow.StepFailure;

/** A definition asks for a value that there is not. It has no stack trace, since it stands for a failed step. */
final class NoValueException extends Exception {
    private static final long serialVersionUID = 1L;

    private final StepFailure.Code code;
    private final String problem;

    NoValueException(StepFailure.Code code, String problem) {
        super(problem, null, false, false);
        this.code = code;
        this.problem = problem;
    }

    StepFailure failure() {
        return new StepFailure(code, Messages.kept(problem));
    }
}

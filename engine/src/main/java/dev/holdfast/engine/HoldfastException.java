package dev.holdfast.engine;

/**
 * A call was refused, or its outcome is unknown because the store is unavailable. {@link #failure()} holds the details.
 */
public final class HoldfastException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    HoldfastException(Failure failure) {
        super(failure.code().wire() + ": " + failure.hint());
        this.failure = failure;
    }

    /** The code, facts and hint. */
    public Failure failure() {
        return failure;
    }
}

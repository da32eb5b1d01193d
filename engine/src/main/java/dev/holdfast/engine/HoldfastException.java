package dev.holdfast.engine;

/** What a caller of the library gets when something was not done. The {@link #failure()} says all there is to say. */
public final class HoldfastException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    HoldfastException(Failure failure) {
        super(failure.code().wire() + ": " + failure.hint());
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}

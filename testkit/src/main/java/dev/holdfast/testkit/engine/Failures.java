package dev.holdfast.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Assertions on calls that must fail. */
public final class Failures {
    private Failures() {}

    /** The failure of a call, which must have the given code and advice on what to do. */
    public static Failure failure(Failure.Code code, ThrowingCallable call) {
        HoldfastException thrown = catchThrowableOfType(HoldfastException.class, call);
        assertThat(thrown).as("a failure with code %s", code).isNotNull();
        assertThat(thrown.failure().code()).isEqualTo(code);
        assertThat(thrown.failure().hint()).isNotBlank();
        return thrown.failure();
    }
}

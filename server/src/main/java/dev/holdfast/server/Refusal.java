package dev.holdfast.server;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;

/** Refusals of calls that never reach the engine. */
final class Refusal {
    private Refusal() {}

    /** The call's argument is not what it must be. */
    static HoldfastException invalid(String argument, String hint) {
        return Failure.invalid(argument, hint).toException();
    }
}

package dev.holdfast.cli.command;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Failures found by the command line itself, in the same form as those of the engine. */
public final class CliFailure {
    private CliFailure() {}

    /** Something the command needs is unavailable; nothing was changed. */
    public static HoldfastException unavailable(String hint) {
        return new Failure(Failure.Code.UNAVAILABLE, JsonObject.of("outcome", Json.of("none")), hint).toException();
    }

    /** An option or argument is invalid; the hint names it. */
    public static HoldfastException invalid(String argument, String hint) {
        return Failure.invalid(argument, hint).toException();
    }

    /** Revisions and counts start at 1. */
    public static void requireAtLeastOne(String option, @Nullable Long given) {
        if (given != null && given < 1) {
            throw invalid(option, option + " must be at least 1");
        }
    }
}

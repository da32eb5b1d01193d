package dev.holdfast.server;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.function.Supplier;

/** Refusals of calls that never reach the engine. */
final class Refusal {
    private Refusal() {}

    /**
     * The result of the work. What it refuses of an argument by the name that another tool has for it, is told by the
     * name that the caller used.
     */
    static <T> T renaming(String argument, String asked, Supplier<T> work) {
        try {
            return work.get();
        } catch (HoldfastException e) {
            Failure failure = e.failure();
            throw argument.equals(failure.facts().string("argument")) ? invalid(asked, failure.hint()) : e;
        }
    }

    /** The failure, with the name of the argument if it is about a revision or time that was asked for. */
    static Failure named(Failure failure, JsonObject sent) {
        Json asked = failure.facts().get("asked");
        if (failure.code() != Failure.Code.INVALID || asked == null) {
            return failure;
        }
        return sent.entries().stream()
                .filter(argument -> argument.getValue().equals(asked))
                .findFirst()
                .map(argument -> new Failure(
                        failure.code(), failure.facts().with("argument", Json.of(argument.getKey())), failure.hint()))
                .orElse(failure);
    }

    /** The call's argument is not what it must be. */
    static HoldfastException invalid(String argument, String hint) {
        return Failure.invalid(argument, hint).toException();
    }
}

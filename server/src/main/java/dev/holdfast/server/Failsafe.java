package dev.holdfast.server;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.Objects;

/** Runs a tool so that a store that is not to be had is one more failure the caller is told of. */
final class Failsafe {
    private Failsafe() {}

    /** @throws HoldfastException whatever the failure is */
    static JsonObject answer(StateTool tool, Holdfast holdfast, Principal principal, JsonObject arguments)
            throws InterruptedException {
        try {
            return tool.answer(StateCall.of(holdfast, principal, tool.spec(), arguments));
        } catch (StoreUnavailableException e) {
            throw unavailable(e, tool.spec().annotations().readOnly());
        }
    }

    /** A call that may have written before the store went away cannot know what became of it. */
    static HoldfastException unavailable(StoreUnavailableException e, boolean readOnly) {
        JsonObject facts = JsonObject.of(
                "outcome",
                Json.of(readOnly ? "none" : "unknown"),
                "reason",
                Json.of(Objects.requireNonNullElse(e.getMessage(), "unknown")));
        return new Failure(
                        Failure.Code.UNAVAILABLE,
                        facts,
                        "The store is not to be had now. Retry with the same op; that is safe.")
                .toException();
    }
}

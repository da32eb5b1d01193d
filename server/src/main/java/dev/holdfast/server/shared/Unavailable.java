package dev.holdfast.server.shared;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.Objects;

/** What a model is told when the store is unavailable. */
public final class Unavailable {
    private Unavailable() {}

    /** The outcome of a call that may have written before the store became unavailable is unknown. */
    public static Failure failure(StoreUnavailableException e, boolean readOnly) {
        JsonObject facts = JsonObject.of(
                "outcome",
                Json.of(readOnly ? "none" : "unknown"),
                "reason",
                Json.of(Objects.requireNonNullElse(e.getMessage(), "unknown")));
        String hint = e.damagedRevision().isPresent()
                ? "What is stored of this state is damaged; trying again does not help. Restore a backup, or open"
                        + " another state."
                : "The store is unavailable. Retry with the same op; that is safe.";
        return new Failure(Failure.Code.UNAVAILABLE, facts, hint);
    }
}

package dev.holdfast.engine.internal.image;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A change of owner that the new owner has not taken yet: until its first call the state counts for the one who gave
 * it.
 *
 * @param by the principal who handed the state over
 * @param known whether the new owner had taken a grant before, so that its lists show the state meanwhile
 */
public record Handover(String by, boolean known) {
    private static final String BY = "by";
    private static final String KNOWN = "known";

    static @Nullable Handover parse(@Nullable JsonObject json) {
        return json == null
                ? null
                : new Handover(Objects.requireNonNull(json.string(BY)), json.get(KNOWN) == JsonBoolean.TRUE);
    }

    /** The system fact, as a merge patch over an earlier one. */
    public JsonObject toPatch() {
        return JsonObject.of(BY, Json.of(by), KNOWN, known ? Json.of(true) : JsonNull.NULL);
    }
}

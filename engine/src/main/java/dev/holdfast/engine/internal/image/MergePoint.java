package dev.holdfast.engine.internal.image;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;

/**
 * How much of another state has been merged into this one.
 *
 * @param own this state's revision that merged it
 * @param theirs the other state's revision up to which it is merged
 */
public record MergePoint(long own, long theirs) {
    JsonObject toJson() {
        return JsonObject.of("own", Json.of(own), "theirs", Json.of(theirs));
    }

    /** Reads what {@link #toJson()} wrote. */
    static MergePoint parse(Json json) {
        if (json instanceof JsonObject point
                && point.get("own") instanceof JsonNumber own
                && point.get("theirs") instanceof JsonNumber theirs) {
            return new MergePoint(
                    own.exactLong().orElseThrow(), theirs.exactLong().orElseThrow());
        }
        throw new IllegalArgumentException("not a merge point");
    }
}

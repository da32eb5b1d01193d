package dev.holdfast.engine;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much of a state's history is kept. If both parts are given, an event stays as long as either part keeps it; if
 * none is, everything is kept. This is a minimum: compaction works in steps, so more may still exist. Immutable.
 *
 * @param revisions how many of the newest events are kept, at least 1
 * @param age how long events are kept, in whole seconds, at least 1
 */
public record Keep(@Nullable Long revisions, @Nullable Duration age) {
    /** The default: everything is kept. */
    public static final Keep EVERYTHING = new Keep(null, null);

    private static final String REVISIONS = "revisions";
    private static final String AGE = "age";

    /** @throws HoldfastException {@code invalid} if a part is less than 1 */
    public Keep {
        if ((revisions != null && revisions < 1) || (age != null && age.toSeconds() < 1)) {
            throw Failure.invalid("keep", "keep takes revisions, at least 1, and age, in seconds and at least 1.")
                    .toException();
        }
    }

    /**
     * Keeps the given number of newest events.
     *
     * @throws HoldfastException {@code invalid} if it is less than 1
     */
    public static Keep revisions(long revisions) {
        return new Keep(revisions, null);
    }

    /**
     * Keeps events for the given time, in whole seconds.
     *
     * @throws HoldfastException {@code invalid} if it is less than a second
     */
    public static Keep age(Duration age) {
        return new Keep(null, age);
    }

    /** Whether everything is kept. */
    public boolean isEverything() {
        return revisions == null && age == null;
    }

    /**
     * Reads {@code {"revisions": N, "age": seconds}}, where either member may be missing.
     *
     * @throws HoldfastException {@code invalid} if it is anything else
     */
    public static Keep parse(JsonObject json) {
        for (String member : json.keys()) {
            if (!member.equals(REVISIONS) && !member.equals(AGE)) {
                throw Failure.invalid("keep", "keep has the members revisions and age.")
                        .toException();
            }
        }
        Long age = number(json.get(AGE));
        return new Keep(number(json.get(REVISIONS)), age == null ? null : Duration.ofSeconds(age));
    }

    /** The JSON form that {@link #parse} reads. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .putIfPresent(REVISIONS, revisions == null ? null : Json.of(revisions))
                .putIfPresent(AGE, age == null ? null : Json.of(age.toSeconds()))
                .build();
    }

    /** A merge patch that turns any other value into this one. */
    public Json toPatch() {
        return isEverything()
                ? JsonNull.NULL
                : JsonObject.of(
                        REVISIONS, revisions == null ? JsonNull.NULL : Json.of(revisions),
                        AGE, age == null ? JsonNull.NULL : Json.of(age.toSeconds()));
    }

    private static @Nullable Long number(@Nullable Json json) {
        return switch (json) {
            case JsonNumber number
            when number.exactLong().isPresent() -> number.exactLong().getAsLong();
            case JsonNull none -> null;
            case null -> null;
            default ->
                throw Failure.invalid("keep", "The members of keep are whole numbers.")
                        .toException();
        };
    }
}

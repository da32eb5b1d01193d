package dev.holdfast.engine;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much of a state's history is kept. Given both parts, an event stays as long as either of them wants it; given
 * none, everything is kept. It is a promise of the least: compaction works in steps, and what it has not come to yet is
 * still there.
 *
 * @param revisions how many of the newest events are kept, at least 1
 * @param age how long events are kept, in whole seconds, at least 1
 */
public record Keep(@Nullable Long revisions, @Nullable Duration age) {
    /** What holds unless something else is said. */
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

    /** The newest events, this many of them. */
    public static Keep revisions(long revisions) {
        return new Keep(revisions, null);
    }

    /** The events of this much time. */
    public static Keep age(Duration age) {
        return new Keep(null, age);
    }

    public boolean isEverything() {
        return revisions == null && age == null;
    }

    /**
     * Reads {@code {"revisions": N, "age": seconds}}, of which either may be missing.
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

    public JsonObject toJson() {
        return JsonObject.builder()
                .putIfPresent(REVISIONS, revisions == null ? null : Json.of(revisions))
                .putIfPresent(AGE, age == null ? null : Json.of(age.toSeconds()))
                .build();
    }

    /** A merge patch that makes any other of this one. */
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

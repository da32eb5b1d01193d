package dev.holdfast.engine;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a write says beside its operations: how long values live, under which leases it acts, and when.
 *
 * @param ttl how long values that it sets live, by key
 * @param leases the fencing tokens it acts under, by name of the lease
 * @param delay how long it waits; null if not given
 * @param runAt until when it waits; null if not given
 * @param cancel the waiting write it takes off the queue, in which case it does nothing else
 */
public record WriteTerms(
        SortedMap<String, Duration> ttl,
        SortedMap<String, Long> leases,
        @Nullable Duration delay,
        @Nullable Instant runAt,
        @Nullable String cancel) {
    /** Ten years, beyond which nobody plans and times would not fit their columns. */
    private static final long MOST_SECONDS = 315_360_000;

    public WriteTerms {
        ttl = Collections.unmodifiableSortedMap(ttl);
        leases = Collections.unmodifiableSortedMap(leases);
    }

    /**
     * Reads them from the arguments of a write.
     *
     * @throws HoldfastException {@code invalid} if one is malformed, or they exclude one another
     */
    static WriteTerms parse(JsonObject arguments) {
        WriteTerms terms = new WriteTerms(
                numbers(arguments, "ttl", "an object of seconds by key", MOST_SECONDS, Duration::ofSeconds),
                numbers(arguments, "lease", "an object of tokens by name of the lease", Long.MAX_VALUE, token -> token),
                delay(arguments.get("delay")),
                runAt(arguments.get("run_at")),
                cancel(arguments));
        terms.requireTimedKeysAreSet(arguments);
        if (terms.delay != null && terms.runAt != null) {
            throw Failure.invalid("run_at", "Give delay or run_at, not both.").toException();
        }
        return terms;
    }

    public boolean isDelayed() {
        return delay != null || runAt != null;
    }

    /** When a delayed write is due; one whose time has passed is due at once. */
    public Instant due(Instant now) {
        Instant due = delay == null ? runAt : now.plus(delay);
        return due == null || due.isBefore(now) ? now : due.truncatedTo(Event.PRECISION);
    }

    private void requireTimedKeysAreSet(JsonObject arguments) {
        JsonObject set = arguments.object("set");
        for (String key : ttl.keySet()) {
            if (set == null || !set.has(key) || key.startsWith("/")) {
                throw Failure.invalid("ttl", "A time to live is for a key that the same write sets.")
                        .toException();
            }
        }
    }

    private static @Nullable Duration delay(@Nullable Json json) {
        return json == null ? null : Duration.ofSeconds(number(json, "delay", "a number of seconds", MOST_SECONDS));
    }

    private static @Nullable Instant runAt(@Nullable Json json) {
        if (json == null) {
            return null;
        }
        try {
            Instant time = json instanceof JsonString(String text) ? Instant.parse(text) : Instant.MAX;
            if (time.getEpochSecond() < MOST_SECONDS * 1_000) {
                return time;
            }
        } catch (DateTimeParseException e) {
            throw notATime();
        }
        throw notATime();
    }

    private static @Nullable String cancel(JsonObject arguments) {
        Json cancel = arguments.get("cancel");
        if (cancel == null) {
            return null;
        }
        boolean alone =
                arguments.without("cancel").without("op").without("note").isEmpty();
        if (cancel instanceof JsonString(String id) && alone) {
            return id;
        }
        throw Failure.invalid("cancel", "cancel is the id of a write that waits, and goes alone.")
                .toException();
    }

    private static <T> SortedMap<String, T> numbers(
            JsonObject arguments, String name, String what, long most, LongFunction<T> meaning) {
        SortedMap<String, T> numbers = new TreeMap<>();
        switch (arguments.get(name)) {
            case null -> {}
            case JsonObject object ->
                object.forEach((key, value) -> numbers.put(key, meaning.apply(number(value, name, what, most))));
            default -> throw malformed(name, what);
        }
        return numbers;
    }

    private static long number(Json json, String name, String what, long most) {
        long value = json instanceof JsonNumber number ? number.exactLong().orElse(-1) : -1;
        if (value < 1 || value > most) {
            throw malformed(name, what);
        }
        return value;
    }

    private static HoldfastException malformed(String name, String what) {
        return Failure.invalid(name, name + " is " + what + ", whole numbers from 1 on.")
                .toException();
    }

    private static HoldfastException notATime() {
        return Failure.invalid("run_at", "run_at is a time such as 2026-08-01T10:00:00Z.")
                .toException();
    }
}

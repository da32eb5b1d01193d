package dev.holdfast.engine;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request to acquire, renew or release a lease. Immutable.
 *
 * @param name 1 to 200 characters
 * @param ttl how long it lasts from now, 1 second to 1 day; ignored for a release
 * @param token the token that was granted; null to acquire the lease
 * @param release whether to release the lease
 * @param commandId the caller's id, for retries
 */
public record LeaseRequest(
        String name,
        Duration ttl,
        @Nullable Long token,
        boolean release,
        @Nullable String commandId) {
    private static final int LONGEST_NAME = 200;
    private static final Duration LONGEST = Duration.ofDays(1);

    public LeaseRequest {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw Failure.invalid("name", "The name of a lease has 1 to " + LONGEST_NAME + " characters.")
                    .toException();
        }
        if (!release && (ttl.toSeconds() < 1 || ttl.compareTo(LONGEST) > 0)) {
            throw Failure.invalid("ttl", "A lease lasts 1 second to 1 day; renew it to keep it longer.")
                    .toException();
        }
        if (release && token == null) {
            throw Failure.invalid("token", "A lease is released with the token it was granted with.")
                    .toException();
        }
        CommandIds.checked(commandId);
    }

    /**
     * Acquires a lease.
     *
     * @throws HoldfastException {@code invalid} if the name or the time is out of bounds
     */
    public static LeaseRequest acquire(String name, Duration ttl) {
        return new LeaseRequest(name, ttl, null, false, null);
    }

    /**
     * Lets a lease that is held last longer.
     *
     * @throws HoldfastException {@code invalid} if the name or the time is out of bounds
     */
    public static LeaseRequest renew(String name, long token, Duration ttl) {
        return new LeaseRequest(name, ttl, token, false, null);
    }

    /**
     * Releases a lease that is held.
     *
     * @throws HoldfastException {@code invalid} if the name is out of bounds
     */
    public static LeaseRequest release(String name, long token) {
        return new LeaseRequest(name, Duration.ZERO, token, true, null);
    }

    /**
     * The same request with an id for retries.
     *
     * @throws HoldfastException {@code invalid} if the id is malformed
     */
    public LeaseRequest commandId(@Nullable String value) {
        return new LeaseRequest(name, ttl, token, release, value);
    }

    /** The request as JSON without its id, which retries are compared by. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("lease", name)
                .put("ttl", ttl.toMillis())
                .putIfPresent("token", token == null ? null : Json.of(token))
                .put("release", release)
                .build();
    }
}

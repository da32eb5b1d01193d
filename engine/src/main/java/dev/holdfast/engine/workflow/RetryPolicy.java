package dev.holdfast.engine.workflow;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How often a step is tried, and how long it waits in between.
 *
 * @param maxAttempts how many attempts there are at most, from 1 to 100
 * @param backoff the delay before the second attempt
 * @param factor what each further delay is multiplied by, from 1 to 100
 * @param maxDelay what no delay exceeds; null for no bound
 * @param jitter by which part a delay may be shorter, from 0 to 1, so that many do not come back at once
 */
public record RetryPolicy(
        int maxAttempts,
        Duration backoff,
        double factor,
        @Nullable Duration maxDelay,
        double jitter) {
    /** One attempt. */
    public static final RetryPolicy ONCE = new RetryPolicy(1, Duration.ZERO, 2, null, 0);
}

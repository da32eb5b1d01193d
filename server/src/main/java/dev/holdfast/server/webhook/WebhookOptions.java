package dev.holdfast.server.webhook;

import java.time.Duration;
import java.util.List;

/**
 * How webhooks are kept and delivered. Immutable.
 *
 * @param loopback whether receivers on this machine are allowed, also without TLS. For tests
 * @param everyCaller whether callers may subscribe whose credential does not tell who they are. Only for a server that
 *     admits no caller without one
 * @param ownIds whether each delivery has an id of its subscription and event, as the final extension has it; otherwise
 *     it is the id of the event, which the clients of the beta demand
 * @param lives how long subscriptions last
 * @param bounds how many there may be, and how much is on its way
 * @param pace when deliveries are given up, repeated and noted
 */
public record WebhookOptions(
        boolean loopback, boolean everyCaller, boolean ownIds, Lives lives, Bounds bounds, Pace pace) {
    /**
     * How long subscriptions last without a refresh.
     *
     * @param shortest what a client gets that asks for less
     * @param standard what one gets that does not ask
     * @param longest what one gets that asks for more, or for one that does not end
     */
    public record Lives(Duration shortest, Duration standard, Duration longest) {}

    /**
     * Bounds on numbers.
     *
     * @param ofPrincipal subscriptions of one principal
     * @param all subscriptions of the store
     * @param window events of one subscription that are delivered at the same time, each of another state
     * @param sending requests of this process that are on their way
     * @param sendingOfPrincipal those for subscriptions of one principal
     * @param challenges requests for consent to one host in a minute
     */
    public record Bounds(int ofPrincipal, int all, int window, int sending, int sendingOfPrincipal, int challenges) {}

    /**
     * Times.
     *
     * @param timeout how long a request may take
     * @param delays how long to wait after the first, second, … failure, before chance lengthens it by up to a quarter;
     *     after one more failure the subscription is suspended
     * @param probe how often a suspended subscription is tried
     * @param lease how long an instance that went down keeps others from delivering
     * @param note how often progress is stored, so how much is delivered twice after a crash
     * @param grace how long deliveries are signed with the former secret too
     */
    public record Pace(
            Duration timeout, List<Duration> delays, Duration probe, Duration lease, Duration note, Duration grace) {
        /** Takes its own copy of the delays. */
        public Pace {
            delays = List.copyOf(delays);
        }
    }

    private static final Pace USUAL = new Pace(
            Duration.ofSeconds(5),
            List.of(Duration.ofSeconds(2), Duration.ofSeconds(15), Duration.ofSeconds(90), Duration.ofSeconds(480)),
            Duration.ofMinutes(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Duration.ofMinutes(5));

    /**
     * Receivers on the internet alone, callers that are known, ids of events; an hour, at least a minute and at most a
     * day; 100 subscriptions of a principal and 5,000 in all.
     */
    public static WebhookOptions standard() {
        return new WebhookOptions(
                false,
                false,
                false,
                new Lives(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1)),
                new Bounds(100, 5_000, 16, 256, 16, 20),
                USUAL);
    }

    /** The same with receivers on this machine. */
    public WebhookOptions withLoopback(boolean allowed) {
        return new WebhookOptions(allowed, everyCaller, ownIds, lives, bounds, pace);
    }

    /** The same for callers that are not told apart, but all have a credential. */
    public WebhookOptions withEveryCaller() {
        return new WebhookOptions(loopback, true, ownIds, lives, bounds, pace);
    }

    /** The same with an id for each delivery. */
    public WebhookOptions withOwnIds() {
        return new WebhookOptions(loopback, everyCaller, true, lives, bounds, pace);
    }

    /** The same with other {@link #lives()}. */
    public WebhookOptions withLives(Lives value) {
        return new WebhookOptions(loopback, everyCaller, ownIds, value, bounds, pace);
    }

    /** The same with other {@link #bounds()}. */
    public WebhookOptions withBounds(Bounds value) {
        return new WebhookOptions(loopback, everyCaller, ownIds, lives, value, pace);
    }

    /** The same with another {@link #pace()}. */
    public WebhookOptions withPace(Pace value) {
        return new WebhookOptions(loopback, everyCaller, ownIds, lives, bounds, value);
    }
}

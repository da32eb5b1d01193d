package dev.holdfast.mcp;

import dev.holdfast.mcp.webhook.Webhooks;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a server offers events. Immutable.
 *
 * @param source the events
 * @param heartbeat how often a stream without events says that it is alive; clients give up after two silent minutes at
 *     most
 * @param pollInterval when a client that found nothing is told to poll again
 * @param batch how many events a poll returns that does not say
 * @param mostInBatch how many events a poll returns at most
 * @param sketchErrors whether errors have the numbers of the design sketch, which clients made before the extension
 *     know
 * @param prototypeCapability whether the capability is declared under {@code events} too, which clients of the beta
 *     look for
 * @param webhooks keeps and delivers subscriptions by webhook; null if there are none
 */
public record EventPolicy(
        EventSource source,
        Duration heartbeat,
        Duration pollInterval,
        int batch,
        int mostInBatch,
        boolean sketchErrors,
        boolean prototypeCapability,
        @Nullable Webhooks webhooks) {
    /**
     * @throws IllegalArgumentException if a duration is less than a millisecond, the heartbeat is longer than 30
     *     seconds, or a batch is less than 1 or more than the most
     */
    public EventPolicy {
        if (heartbeat.toMillis() < 1 || heartbeat.toSeconds() > 30 || pollInterval.toMillis() < 1) {
            throw new IllegalArgumentException("A heartbeat takes 1 ms to 30 s, a poll interval at least 1 ms, but they"
                    + " are " + heartbeat + " and " + pollInterval);
        }
        if (batch < 1 || batch > mostInBatch) {
            throw new IllegalArgumentException(
                    "A batch is 1 to " + mostInBatch + " events, the most, but it is " + batch);
        }
    }

    /**
     * A heartbeat every 15 seconds, a poll every 5, 100 events a poll and 500 at most, the numbers of the extension,
     * and both places of the capability.
     */
    public static EventPolicy standard(EventSource source) {
        return new EventPolicy(source, Duration.ofSeconds(15), Duration.ofSeconds(5), 100, 500, false, true, null);
    }

    /** The same with another {@link #heartbeat()}. */
    public EventPolicy withHeartbeat(Duration period) {
        return new EventPolicy(
                source, period, pollInterval, batch, mostInBatch, sketchErrors, prototypeCapability, webhooks);
    }

    /** The same with another {@link #pollInterval()}. */
    public EventPolicy withPollInterval(Duration interval) {
        return new EventPolicy(
                source, heartbeat, interval, batch, mostInBatch, sketchErrors, prototypeCapability, webhooks);
    }

    /** The same with the error numbers of the design sketch. */
    public EventPolicy withSketchErrors() {
        return new EventPolicy(
                source, heartbeat, pollInterval, batch, mostInBatch, true, prototypeCapability, webhooks);
    }

    /** The same without the capability under {@code events}. */
    public EventPolicy withoutPrototypeCapability() {
        return new EventPolicy(source, heartbeat, pollInterval, batch, mostInBatch, sketchErrors, false, webhooks);
    }

    /** The same with webhooks. */
    public EventPolicy withWebhooks(Webhooks kept) {
        return new EventPolicy(
                source, heartbeat, pollInterval, batch, mostInBatch, sketchErrors, prototypeCapability, kept);
    }
}

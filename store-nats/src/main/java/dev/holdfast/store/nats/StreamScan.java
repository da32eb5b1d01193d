package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Goes through the messages of a state in their order. The first few are asked for one by one; for more, a consumer is
 * made, which takes the servers longer once, but much less for each message.
 */
final class StreamScan {
    private static final int FEW = 8;
    private static final int PAGE = 200;
    private static final Duration ONE_TRY = Duration.ofSeconds(2);
    private static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(10);

    private final ServerLink link;
    private final StreamLeader leader;

    StreamScan(ServerLink link, StreamLeader leader) {
        this.link = link;
        this.leader = leader;
    }

    /**
     * Shows the messages of a state of a range of sequences, those that are not removed, until {@code visitor} answers
     * false.
     *
     * @param to the last sequence; a message that was in the stream when this is called, and is not removed before its
     *     state has a newer one
     */
    void run(StateId state, long from, long to, boolean headersOnly, Predicate<NatsMessages.Stored> visitor) {
        long next = from;
        for (int few = 0; few < FEW; few++) {
            NatsMessages.Stored message = next > to ? null : leader.next(state, next);
            if (message == null || message.sequence() > to || !visitor.test(message)) {
                return;
            }
            next = message.sequence() + 1;
        }
        if (next <= to) {
            consume(state, next, to, headersOnly, visitor);
        }
    }

    private void consume(
            StateId state, long from, long to, boolean headersOnly, Predicate<NatsMessages.Stored> visitor) {
        Connection connection = link.connection();
        JetStreamSubscription messages = null;
        try {
            messages = connection.jetStream().subscribe(leader.subject(state), options(state, from, headersOnly));
            consume(messages, to, visitor);
        } catch (IOException | JetStreamApiException | IllegalStateException e) {
            throw StoreUnavailableException.failed("reading a state", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StoreUnavailableException.busy("the rest of a state");
        } finally {
            if (messages != null) {
                forget(messages);
            }
        }
    }

    private PullSubscribeOptions options(StateId state, long from, boolean headersOnly) {
        return ConsumerConfiguration.builder()
                .filterSubject(leader.subject(state))
                .deliverPolicy(DeliverPolicy.ByStartSequence)
                .startSequence(from)
                .ackPolicy(AckPolicy.None)
                .headersOnly(headersOnly)
                .memStorage(true)
                .numReplicas(1)
                .inactiveThreshold(FORGOTTEN_AFTER)
                .buildPullSubscribeOptions(leader.stream());
    }

    private void consume(JetStreamSubscription messages, long to, Predicate<NatsMessages.Stored> visitor)
            throws InterruptedException {
        long deadline = System.nanoTime() + link.patience().toNanos();
        int asked = 0;
        while (System.nanoTime() - deadline < 0) {
            link.requireOpen();
            if (asked == 0) {
                messages.pullExpiresIn(PAGE, ONE_TRY);
                asked = PAGE;
            }
            Message message = messages.nextMessage(ONE_TRY);
            if (message == null) {
                asked = 0;
                continue;
            } else if (!goesOn(message, to, visitor)) {
                return;
            }
            asked--;
            deadline = System.nanoTime() + link.patience().toNanos();
        }
        throw StoreUnavailableException.busy("the rest of a state");
    }

    private static boolean goesOn(Message message, long to, Predicate<NatsMessages.Stored> visitor) {
        long sequence = message.metaData().streamSequence();
        if (sequence > to) {
            return false;
        }
        NatsMessages.Stored stored =
                NatsMessages.read(sequence, message.getSubject(), message.getHeaders(), message.getData());
        return (stored == null || visitor.test(stored)) && sequence < to;
    }

    /** The server would forget the consumer by itself, later. */
    private static void forget(JetStreamSubscription messages) {
        try {
            messages.unsubscribe();
        } catch (IllegalStateException e) {
            return; // The connection is gone.
        }
    }
}

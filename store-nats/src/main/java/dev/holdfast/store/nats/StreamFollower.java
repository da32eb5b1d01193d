package dev.holdfast.store.nats;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsJetStreamMetaData;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tells a {@link ShardFold} of every message of its stream, headers alone: first of the newest message of each state,
 * then of all that follow. The server may lose its place when its leader is lost, and the connection may lose messages:
 * where a number is missing, or nothing is heard for some time, not even a sign of life, it begins again after the last
 * message it has heard. So nothing depends on a consumer of the server staying alive.
 */
final class StreamFollower {
    /** How often the server gives a sign of life. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(1);

    /** How long a follower that is silent counts as alive. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(4);

    /** After what time the server forgets a consumer that is not listened to. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(5);

    private static final int SIGNAL = 100;

    private final Connection connection;
    private final Dispatcher dispatcher;
    private final StreamLeader stream;
    private final ShardFold fold;
    private String inbox = "";
    private long heard;
    private long lastSign;
    private boolean broken = true;

    StreamFollower(Connection connection, Dispatcher dispatcher, StreamLeader stream, ShardFold fold) {
        this.connection = connection;
        this.dispatcher = dispatcher;
        this.stream = stream;
        this.fold = fold;
    }

    /** Begins, or begins again if it must; called from time to time. */
    void keepUp() {
        try {
            String fresh = renew();
            if (fresh != null) {
                connection.jetStreamManagement().createConsumer(stream.stream(), consumer(fresh));
            }
        } catch (IOException | JetStreamApiException | IllegalStateException e) {
            fail(); // Tried again at the next call.
        }
    }

    /** A new inbox if it must begin again; null if all is well. */
    private synchronized @Nullable String renew() {
        long now = System.nanoTime();
        if (!broken && now - lastSign < LONGEST_SILENCE.toNanos()) {
            return null;
        }
        if (!inbox.isEmpty()) {
            dispatcher.unsubscribe(inbox);
        }
        String fresh = connection.createInbox();
        inbox = fresh;
        heard = 0;
        broken = false;
        lastSign = now;
        dispatcher.subscribe(fresh, message -> hear(fresh, message));
        return fresh;
    }

    private ConsumerConfiguration consumer(String to) {
        ConsumerConfiguration.Builder consumer = ConsumerConfiguration.builder()
                .filterSubject(stream.subjects())
                .deliverSubject(to)
                .ackPolicy(AckPolicy.None)
                .headersOnly(true)
                .memStorage(true)
                .numReplicas(1)
                .flowControl(SIGN_OF_LIFE)
                .inactiveThreshold(FORGOTTEN_AFTER);
        long reached = fold.reached();
        return reached == 0
                ? consumer.deliverPolicy(DeliverPolicy.LastPerSubject).build()
                : consumer.deliverPolicy(DeliverPolicy.ByStartSequence)
                        .startSequence(reached + 1)
                        .build();
    }

    private synchronized void fail() {
        broken = true;
    }

    /** Takes a message; those of a consumer that was given up are not wanted any more. */
    private synchronized void hear(String by, Message message) {
        if (!by.equals(inbox) || broken) {
            return;
        }
        lastSign = System.nanoTime();
        if (message.isStatusMessage()) {
            signal(message);
        } else if (message.isJetStream()) {
            take(message);
        }
    }

    /** A sign of life, which says how many messages were sent, or a question whether they arrive fast enough. */
    private void signal(Message message) {
        if (message.getStatus().getCode() != SIGNAL) {
            broken = true;
            return;
        }
        Headers headers = message.getHeaders();
        String stalled = headers == null ? null : headers.getFirst("Nats-Consumer-Stalled");
        String sent = headers == null ? null : headers.getFirst("Nats-Last-Consumer");
        String reply = message.getReplyTo() == null ? stalled : message.getReplyTo();
        if (reply != null) {
            connection.publish(reply, new byte[0]);
        }
        broken = sent != null && Long.parseLong(sent) != heard;
    }

    private void take(Message message) {
        NatsJetStreamMetaData place = message.metaData();
        if (place.consumerSequence() != heard + 1) {
            broken = true;
            return;
        }
        heard++;
        NatsMessages.Stored stored =
                NatsMessages.read(place.streamSequence(), message.getSubject(), message.getHeaders(), null);
        if (stored != null && stored.record().kind() != NatsRecord.Kind.PART) {
            fold.learn(stored.state(), KnownState.of(stored.sequence(), stored.record()));
        }
        fold.reach(place.streamSequence());
    }
}

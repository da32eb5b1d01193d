package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Writes messages to one shard's stream, all or none: one alone, or several as an atomic batch, each state's first one
 * only if the newest message of the state is the expected one. Safe for use by many threads.
 */
final class StreamWriter {
    private static final String EXPECTED = "Nats-Expected-Last-Subject-Sequence";
    private static final int WRONG_LAST_SEQUENCE = 10071;
    private static final int ANOTHER_UNDER_WAY = 10164;

    /** A batch was not taken: it is incomplete, or too many are under way. */
    private static final Set<Integer> BATCH_NOT_TAKEN =
            Set.of(10174, 10175, 10176, 10177, 10179, 10199, 10200, 10201, 10210);

    private final ServerLink link;
    private final ShardStreams streams;
    private final int shard;

    StreamWriter(ServerLink link, ShardStreams streams, int shard) {
        this.link = link;
        this.streams = streams;
        this.shard = shard;
    }

    /** What became of messages that were sent together. */
    sealed interface Outcome {
        /** All are stored, with consecutive sequences up to this one. */
        record Written(long last) implements Outcome {}

        /** None is stored: another client was faster, or still is under way. */
        record Refused() implements Outcome {}

        /** None is stored, since they could not be delivered. */
        record NotDelivered(Exception cause) implements Outcome {}

        /** It is unknown whether they are stored, or will be. */
        record Unknown(Exception cause) implements Outcome {}
    }

    /** Sends messages, those of each state together. */
    CompletableFuture<Message> send(List<NatsMessages.Outgoing> messages, Map<StateId, Long> expected) {
        String batch = UUID.randomUUID().toString();
        Set<StateId> begun = new HashSet<>();
        for (int i = 0; i < messages.size(); i++) {
            NatsMessages.Outgoing message = messages.get(i);
            Headers headers = message.headers();
            if (begun.add(message.state())) {
                headers.put(EXPECTED, String.valueOf(expected.getOrDefault(message.state(), 0L)));
            }
            boolean last = i == messages.size() - 1;
            if (messages.size() > 1) {
                headers.put("Nats-Batch-Id", batch).put("Nats-Batch-Sequence", String.valueOf(i + 1));
            }
            String subject = streams.subject(shard, message.state());
            if (last) {
                return link.send(
                        subject,
                        i > 0 ? headers.put("Nats-Batch-Commit", "1") : headers,
                        message.payload().borrow());
            }
            try {
                link.publish(subject, headers, message.payload().borrow());
            } catch (IllegalStateException e) {
                return ServerLink.notSent(e); // Without its end, what was sent of a batch before is dropped.
            }
        }
        throw new IllegalArgumentException("there is nothing to send");
    }

    /** Waits for what becomes of messages that were sent. */
    Outcome await(CompletableFuture<Message> sent) {
        return switch (ServerLink.await(sent, link.patience())) {
            case ServerLink.Answer.Given(Message answer) -> outcome(answer);
            case ServerLink.Answer.NotDelivered(Exception cause) -> new Outcome.NotDelivered(cause);
            case ServerLink.Answer.Missing(Exception cause) -> new Outcome.Unknown(cause);
        };
    }

    /** Sends messages and waits; tries again as long as they cannot be delivered, for a limited time. */
    Outcome write(List<NatsMessages.Outgoing> messages, Map<StateId, Long> expected) {
        return await(messages, expected, send(messages, expected));
    }

    /** The same for messages that were sent once already. */
    Outcome await(List<NatsMessages.Outgoing> messages, Map<StateId, Long> expected, CompletableFuture<Message> first) {
        long deadline = System.nanoTime() + link.patience().toNanos();
        Outcome outcome = await(first);
        while (outcome instanceof Outcome.NotDelivered && System.nanoTime() - deadline < 0 && !link.isClosed()) {
            pause();
            outcome = await(send(messages, expected));
        }
        return outcome;
    }

    private void pause() {
        if (!link.isClosed()) {
            link.pause();
        }
    }

    private static Outcome outcome(Message message) {
        JsonObject answer = ServerAnswer.json(message);
        int error = ServerAnswer.errorCode(answer);
        JsonNumber sequence = answer.number("seq");
        if (error == WRONG_LAST_SEQUENCE || error == ANOTHER_UNDER_WAY || BATCH_NOT_TAKEN.contains(error)) {
            return new Outcome.Refused();
        } else if (error != 0 || sequence == null) {
            return new Outcome.Unknown(new IOException("the server answered error " + error));
        }
        return new Outcome.Written(sequence.exactLong().orElseThrow());
    }
}

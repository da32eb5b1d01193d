package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import io.nats.client.Message;
import io.nats.client.api.MessageInfo;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Asks the leader of one shard's stream, which alone knows all that was acknowledged. Every method may only be called
 * within a {@link ServerLink#call}. Safe for use by many threads.
 */
final class StreamLeader {
    private static final String API = "$JS.API.STREAM.";
    private static final int MOST_DELETED_AT_ONCE = 64;

    private final ServerLink link;
    private final ShardStreams streams;
    private final int shard;

    StreamLeader(ServerLink link, ShardStreams streams, int shard) {
        this.link = link;
        this.streams = streams;
        this.shard = shard;
    }

    String stream() {
        return streams.stream(shard);
    }

    String subject(StateId state) {
        return streams.subject(shard, state);
    }

    String subjects() {
        return streams.subjects(shard);
    }

    /** The newest message of a state; null if it has none. */
    NatsMessages.@Nullable Stored last(StateId state) {
        return last(List.of(state)).getFirst();
    }

    /** The newest messages of states, all asked for at once; null in place of those of states that have none. */
    List<NatsMessages.@Nullable Stored> last(List<StateId> states) {
        return all(states.stream()
                .map(state -> ascii("{\"last_by_subj\":\"" + subject(state) + "\"}"))
                .toList());
    }

    /** The message with a sequence; null if it was removed. */
    NatsMessages.@Nullable Stored at(long sequence) {
        return read(link.ask(get(), sequence(sequence)));
    }

    /** The first message of a state from a sequence on; null if there is none. */
    NatsMessages.@Nullable Stored next(StateId state, long from) {
        return message("{\"seq\":" + from + ",\"next_by_subj\":\"" + subject(state) + "\"}");
    }

    /** The messages of a range, all asked for at once; null in place of those that were removed. */
    List<NatsMessages.@Nullable Stored> range(long from, long to) {
        return all(LongStream.rangeClosed(from, to)
                .mapToObj(StreamLeader::sequence)
                .toList());
    }

    private List<NatsMessages.@Nullable Stored> all(List<byte[]> requests) {
        List<CompletableFuture<Message>> sent = requests.stream()
                .map(request -> link.sendRepeatable(get(), request))
                .toList();
        List<NatsMessages.@Nullable Stored> found = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            found.add(read(link.ask(get(), requests.get(i), sent.get(i))));
        }
        return found;
    }

    /** The whole payload of a message; null if a part of it was removed. */
    @Nullable Bytes payload(NatsMessages.Stored message) {
        List<Bytes> parts = new ArrayList<>();
        for (long sequence = message.first(); sequence < message.sequence(); sequence++) {
            NatsMessages.Stored part = at(sequence);
            if (part == null) {
                return null;
            }
            parts.add(part.payload());
        }
        return NatsMessages.join(parts, message.payload());
    }

    /** The sequence of the newest message of the stream; 0 if it never had one. */
    long newest() {
        JsonObject state = require("INFO.", "{}").object("state");
        JsonNumber last = state == null ? null : state.number("last_seq");
        if (last == null) {
            throw StoreUnavailableException.unusable("a server does not tell the state of stream " + stream());
        }
        return last.exactLong().orElseThrow();
    }

    /** What the clock of the leader shows. */
    Instant time() {
        String time = require("INFO.", "{}").string("ts");
        if (time == null) {
            throw StoreUnavailableException.unusable("a server does not tell its time");
        }
        return Instant.parse(time);
    }

    /**
     * Removes messages, and has the servers overwrite them; nothing happens if they are not there. A purge would be
     * faster, and leave them in the files of the servers for a time.
     */
    void delete(List<Long> sequences) {
        for (int from = 0; from < sequences.size(); from += MOST_DELETED_AT_ONCE) {
            deleteAtOnce(sequences.subList(from, Math.min(sequences.size(), from + MOST_DELETED_AT_ONCE)));
        }
    }

    private void deleteAtOnce(List<Long> sequences) {
        String subject = API + "MSG.DELETE." + stream();
        List<CompletableFuture<Message>> sent = sequences.stream()
                .map(sequence -> link.sendRepeatable(subject, sequence(sequence)))
                .toList();
        for (int i = 0; i < sent.size(); i++) {
            long sequence = sequences.get(i);
            int error = ServerAnswer.errorCode(link.ask(subject, sequence(sequence), sent.get(i)));
            if (error != 0 && at(sequence) != null) {
                throw refused(error);
            }
        }
    }

    private static byte[] sequence(long sequence) {
        return ascii("{\"seq\":" + sequence + "}");
    }

    /** What is told if nothing can be delivered to the leader. */
    StoreUnavailableException missing(Exception cause) {
        return StoreUnavailableException.failed(
                "reaching the leader of stream " + stream() + ", which needs most of the stream's servers,", cause);
    }

    private JsonObject require(String call, String body) {
        Message answer = link.ask(API + call + stream(), ascii(body));
        int error = ServerAnswer.errorCode(answer);
        if (error != 0) {
            throw refused(error);
        }
        return ServerAnswer.json(answer);
    }

    private NatsMessages.@Nullable Stored message(String request) {
        return read(link.ask(get(), ascii(request)));
    }

    private NatsMessages.@Nullable Stored read(Message answer) {
        int error = ServerAnswer.errorCode(answer);
        if (error == ServerAnswer.NO_MESSAGE) {
            return null;
        } else if (error != 0) {
            throw refused(error);
        }
        MessageInfo message = new MessageInfo(answer, stream(), false);
        NatsMessages.Stored stored =
                NatsMessages.read(message.getSeq(), subjectOf(message), message.getHeaders(), message.getData());
        if (stored == null) {
            throw StoreUnavailableException.unusable(
                    "message " + message.getSeq() + " of stream " + stream() + " is not one of Holdfast");
        }
        return stored;
    }

    private StoreUnavailableException refused(int error) {
        return StoreUnavailableException.unusable(
                error == ServerAnswer.NO_STREAM
                        ? "stream " + stream() + " does not exist any more"
                        : "the servers refuse a request about stream " + stream() + " with error " + error);
    }

    private String get() {
        return API + "MSG.GET." + stream();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String subjectOf(MessageInfo message) {
        return Objects.requireNonNull(message.getSubject());
    }
}

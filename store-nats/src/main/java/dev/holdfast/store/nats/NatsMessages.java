package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.StateId;
import io.nats.client.impl.Headers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is read from a stream and written to one. */
final class NatsMessages {
    /** What a message needs beside its record and its payload. */
    private static final int ROOM_FOR_OTHER_HEADERS = 1 << 10;

    private NatsMessages() {}

    /**
     * A message as stored.
     *
     * @param sequence its place in the stream
     * @param payload its own payload, without what the parts before it hold; empty where only headers were asked for
     */
    record Stored(long sequence, StateId state, NatsRecord record, Bytes payload) {
        /** The first message that belongs to this one. */
        long first() {
            return sequence - record.parts();
        }
    }

    /** A message to be stored. */
    record Outgoing(StateId state, NatsRecord record, Bytes payload) {
        Headers headers() {
            return new Headers().put(NatsRecord.HEADER, record.toText());
        }
    }

    /**
     * The messages that hold a record and its payload: parts first, since a message may be of limited size.
     *
     * @param most the largest message that the server takes, in bytes
     */
    static List<Outgoing> split(StateId state, NatsRecord record, Bytes payload, long most) {
        int room = (int) Math.min(
                Integer.MAX_VALUE,
                most - ROOM_FOR_OTHER_HEADERS - record.toText().length());
        if (payload.length() <= room) {
            return List.of(new Outgoing(state, record, payload));
        }
        List<Outgoing> messages = new ArrayList<>();
        byte[] bytes = payload.borrow();
        int from = 0;
        int each = (int) most - ROOM_FOR_OTHER_HEADERS;
        for (; bytes.length - from > room; from += each) {
            int to = Math.min(bytes.length, from + each);
            messages.add(new Outgoing(state, NatsRecord.OF_PART, Bytes.wrap(Arrays.copyOfRange(bytes, from, to))));
        }
        Bytes rest = Bytes.wrap(Arrays.copyOfRange(bytes, Math.min(from, bytes.length), bytes.length));
        messages.add(new Outgoing(state, record.withParts(messages.size()), rest));
        return messages;
    }

    /** The whole payload of a message and the parts before it. */
    static Bytes join(List<Bytes> parts, Bytes last) {
        if (parts.isEmpty()) {
            return last;
        }
        int length = last.length() + parts.stream().mapToInt(Bytes::length).sum();
        byte[] whole = new byte[length];
        int at = 0;
        for (Bytes part : parts) {
            System.arraycopy(part.borrow(), 0, whole, at, part.length());
            at += part.length();
        }
        System.arraycopy(last.borrow(), 0, whole, at, last.length());
        return Bytes.wrap(whole);
    }

    /**
     * A message of a stream; null if it is not one of a state, which only another program can have put there.
     *
     * @param subject its subject, which ends with the id of its state
     */
    static @Nullable Stored read(long sequence, String subject, @Nullable Headers headers, byte @Nullable [] payload) {
        String text = headers == null ? null : headers.getFirst(NatsRecord.HEADER);
        if (text == null) {
            return null;
        }
        StateId state = new StateId(subject.substring(subject.lastIndexOf('.') + 1));
        byte[] bytes = payload == null ? new byte[0] : payload;
        return new Stored(sequence, state, NatsRecord.parse(text), Bytes.wrap(bytes));
    }
}

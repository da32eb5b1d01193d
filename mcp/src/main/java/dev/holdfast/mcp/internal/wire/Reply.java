package dev.holdfast.mcp.internal.wire;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.RpcError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one message. A short one is text before it is sent. A long one stays a value, which it mostly shares
 * with what the server keeps, and becomes text piece by piece as its client takes it: so it costs the time and the
 * memory of a piece, and other threads run between two pieces. Not thread-safe.
 */
public final class Reply {
    public static final int OK = 200;
    public static final int BAD_REQUEST = 400;
    public static final int NOT_FOUND = 404;
    public static final int UNAVAILABLE = 503;

    /** The longest text that is sent at once, in bytes. */
    public static final int SHORT = 64 << 10;

    private static final byte[] HEAD = ascii("{\"jsonrpc\":\"2.0\",\"id\":");
    private static final byte[] RESULT = ascii(",\"result\":");

    private final Content content;
    private final int httpStatus;
    private final @Nullable RpcError error;
    private byte @Nullable [] text;
    private boolean isLong;

    private sealed interface Content {
        /** Text that the server keeps for all its clients. */
        final class Text implements Content {
            private final byte[] bytes;

            private Text(byte[] bytes) {
                this.bytes = bytes;
            }
        }

        record Message(JsonObject json) implements Content {}

        record Batch(List<Reply> replies) implements Content {}
    }

    private Reply(Content content, int httpStatus, @Nullable RpcError error) {
        this.content = content;
        this.httpStatus = httpStatus;
        this.error = error;
    }

    /** A result that is kept as JSON text, for the id as it was received. */
    public static Reply result(Json id, byte[] result) {
        byte[] key = id.toBytes();
        byte[] whole = new byte[HEAD.length + key.length + RESULT.length + result.length + 1];
        int at = copy(HEAD, whole, 0);
        at = copy(key, whole, at);
        at = copy(RESULT, whole, at);
        at = copy(result, whole, at);
        whole[at] = '}';
        return new Reply(new Content.Text(whole), OK, null);
    }

    /** A result, for the id as it was received. */
    public static Reply result(Json id, JsonObject result) {
        JsonObject json = JsonObject.builder()
                .put("jsonrpc", "2.0")
                .put("id", id)
                .put("result", result)
                .build();
        return new Reply(new Content.Message(json), OK, null);
    }

    /** An error; a null id is left out, since null is not a valid id. */
    public static Reply error(@Nullable Json id, RpcError error, int httpStatus) {
        JsonObject json = JsonObject.builder()
                .put("jsonrpc", "2.0")
                .putIfPresent("id", id)
                .put("error", Faults.toJson(error))
                .build();
        return new Reply(new Content.Message(json), httpStatus, error);
    }

    /** Several answers as one array. */
    static Reply batch(List<Reply> replies) {
        return new Reply(new Content.Batch(List.copyOf(replies)), OK, null);
    }

    /**
     * The message on one line, without a line end; null if it is longer than {@link #SHORT}. The array must not be
     * changed.
     */
    public byte @Nullable [] shortText() {
        if (text == null && !isLong) {
            text = switch (content) {
                case Content.Text kept -> kept.bytes.length <= SHORT ? kept.bytes : null;
                case Content.Message message -> message.json().toBytes(SHORT);
                case Content.Batch batch -> joined(batch.replies());
            };
            isLong = text == null;
        }
        return text;
    }

    private static byte @Nullable [] joined(List<Reply> replies) {
        ByteArrayOutputStream array = new ByteArrayOutputStream();
        char separator = '[';
        for (Reply reply : replies) {
            byte[] each = reply.shortText();
            if (each == null || array.size() + each.length + 2 > SHORT) {
                return null;
            }
            array.write(separator);
            array.writeBytes(each);
            separator = ',';
        }
        array.write(']');
        return array.toByteArray();
    }

    /** The memory that it takes until it is sent, in bytes: about its length. */
    public long weight() {
        byte[] made = shortText();
        if (made != null) {
            return made.length;
        }
        return switch (content) {
            case Content.Text kept -> kept.bytes.length;
            case Content.Message message -> message.json().roughSize();
            case Content.Batch batch ->
                batch.replies().stream().mapToLong(Reply::weight).sum();
        };
    }

    /** Writes the message on one line, without a line end. Between two pieces of it, other threads run. */
    public void writeTo(OutputStream out) throws IOException {
        byte[] made = shortText();
        if (made != null) {
            out.write(made);
            return;
        }
        switch (content) {
            case Content.Text kept -> out.write(kept.bytes);
            case Content.Message message -> message.json().writeTo(new Yielding(out));
            case Content.Batch batch -> writeTo(out, batch.replies());
        }
    }

    private static void writeTo(OutputStream out, List<Reply> replies) throws IOException {
        char separator = '[';
        for (Reply reply : replies) {
            out.write(separator);
            reply.writeTo(out);
            separator = ',';
        }
        out.write(']');
    }

    /** Virtual threads are not preempted: what would go on for long lets others run after every piece. */
    private static final class Yielding extends OutputStream {
        private final OutputStream out;

        private Yielding(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            if (Thread.currentThread().isVirtual()) {
                LockSupport.parkNanos(1); // to yield is not enough: it is to those alone that wait on the same carrier
            }
        }
    }

    /** The whole message. */
    public byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try {
            writeTo(whole);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array has room, or there is no memory at all
        }
        return whole.toByteArray();
    }

    public int httpStatus() {
        return httpStatus;
    }

    /** The error; null if this is a result or a batch. */
    public @Nullable RpcError error() {
        return error;
    }

    private static int copy(byte[] from, byte[] to, int at) {
        System.arraycopy(from, 0, to, at, from.length);
        return at + from.length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

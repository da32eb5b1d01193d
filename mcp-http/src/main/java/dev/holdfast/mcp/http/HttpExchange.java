package dev.holdfast.mcp.http;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.internal.wire.Reply;
import io.helidon.http.Header;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The response to one POST: a JSON body or, if something is sent before the answer is known, an event stream whose last
 * event is the answer. Thread-safe: heartbeats come from another thread.
 */
final class HttpExchange {
    private static final int UNAUTHORIZED = 401;
    private static final Header EVENT_STREAM = HeaderValues.createCached("Content-Type", "text/event-stream");
    private static final Header UNBUFFERED = HeaderValues.createCached("X-Accel-Buffering", "no");
    private static final Header NO_CACHE = HeaderValues.createCached("Cache-Control", "no-cache");
    private static final byte[] EVENT_HEAD = ascii("event: message\ndata: ");
    private static final byte[] EVENT_END = ascii("\n\n");
    private static final byte[] COMMENT = ascii(":\n\n");

    private final ReentrantLock lock = new ReentrantLock();
    private final ServerResponse response;
    private final boolean mayStream;
    private @Nullable OutputStream stream;
    private boolean keepsAlive = true;
    private boolean over;
    private volatile boolean withdrawn;
    private volatile Runnable onGone = () -> {};

    /** @param mayStream whether the client accepts an event stream */
    HttpExchange(ServerResponse response, boolean mayStream) {
        this.response = response;
        this.mayStream = mayStream;
    }

    /** Sets the action to run when the client has disconnected. */
    void whenGone(Runnable action) {
        this.onGone = action;
    }

    /** Leaves out the keep-alives, before anything is sent: the stream has messages that say that it lives. */
    void withoutKeepAlives() {
        keepsAlive = false;
    }

    /** The caller has lost access: a request that then ends without an answer is refused. */
    void withdraw() {
        withdrawn = true;
    }

    /** The connection has ended. */
    void gone() {
        onGone.run();
    }

    /** Sends a notification, if the client accepts a stream. */
    void send(JsonObject notification) {
        byte[] text = notification.toBytes();
        emit(out -> writeEvent(text, out));
    }

    private static void writeEvent(byte[] text, OutputStream out) throws IOException {
        out.write(EVENT_HEAD);
        out.write(text);
        out.write(EVENT_END);
    }

    /** Sends a keep-alive. */
    void beat() {
        if (keepsAlive) {
            emit(out -> out.write(COMMENT));
        }
    }

    /** Sends the answer, as the last event or as the whole body. */
    void finish(Reply reply) {
        lock.lock();
        try {
            if (stream == null) {
                over = true;
                Responses.send(response, reply);
                return;
            }
            emit(out -> {
                out.write(EVENT_HEAD);
                reply.writeTo(out);
                out.write(EVENT_END);
            });
            close(stream);
        } finally {
            lock.unlock();
        }
    }

    /** Ends a request that gets no answer: with an empty acknowledgement, or by ending the stream. */
    void abandon() {
        lock.lock();
        try {
            if (stream == null) {
                over = true;
                acknowledge();
            } else {
                close(stream);
            }
        } finally {
            lock.unlock();
        }
    }

    private void acknowledge() {
        if (withdrawn) {
            Responses.refuse(response, UNAUTHORIZED, "The credential of this request is no longer valid");
        } else {
            response.status(Status.ACCEPTED_202).send();
        }
    }

    /** What is written at once. */
    @FunctionalInterface
    private interface Event {
        void writeTo(OutputStream out) throws IOException;
    }

    private void emit(Event event) {
        boolean gone = false;
        lock.lock();
        try {
            if (mayStream && !over) {
                write(event);
            }
        } catch (IOException | RuntimeException e) {
            over = true;
            gone = true;
        } finally {
            lock.unlock();
        }
        if (gone) {
            onGone.run();
        }
    }

    private void write(Event event) throws IOException {
        OutputStream out = stream;
        if (out == null) {
            response.header(EVENT_STREAM).header(UNBUFFERED).header(NO_CACHE);
            out = response.outputStream();
            stream = out;
        }
        event.writeTo(out);
        out.flush();
    }

    private void close(OutputStream out) {
        if (over) {
            throw new CloseConnectionException("The client has gone");
        }
        over = true;
        try {
            out.close();
        } catch (IOException e) {
            throw new CloseConnectionException("The client has gone", e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

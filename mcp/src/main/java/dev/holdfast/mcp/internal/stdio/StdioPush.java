package dev.holdfast.mcp.internal.stdio;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.internal.era.Eras;
import dev.holdfast.mcp.internal.era.ModernEra;
import dev.holdfast.mcp.internal.era.Observed;
import dev.holdfast.mcp.internal.flight.Announcements;
import dev.holdfast.mcp.internal.flight.Flight;
import dev.holdfast.mcp.internal.flight.Holder;
import dev.holdfast.mcp.internal.flight.KeptSession;
import dev.holdfast.mcp.internal.flight.Listener;
import dev.holdfast.mcp.internal.flight.Shares;
import dev.holdfast.mcp.internal.flight.Streams;
import dev.holdfast.mcp.internal.flight.Subscriber;
import dev.holdfast.mcp.internal.wire.Message;
import dev.holdfast.mcp.internal.wire.Message.Request;
import dev.holdfast.mcp.internal.wire.Reply;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Sends changes to a stdio client. Requests that listen do not count as running calls, but as streams. Used by the
 * reading thread.
 */
final class StdioPush {
    private final Eras eras;
    private final Observed observed;
    private final MessageWriter out;
    private final Executor threads;
    private final KeptSession session;
    private final Holder holder;
    private final Streams streams = new Streams();
    private volatile @Nullable Subscriber subscriber;

    StdioPush(Eras eras, Observed observed, MessageWriter out, Executor threads, KeptSession session, Holder holder) {
        this.eras = eras;
        this.observed = observed;
        this.out = out;
        this.threads = threads;
        this.session = session;
        this.holder = holder;
    }

    /**
     * Answers a request that streams on another thread.
     *
     * @throws McpException if too many listen already
     */
    void listen(Request request, Flight flight, Runnable atEnd) {
        Shares.Taken stream = holder.stream();
        streams.enter(flight);
        threads.execute(() -> {
            try {
                answer(request, flight);
            } finally {
                streams.leave(flight);
                stream.close();
                atEnd.run();
            }
        });
    }

    private void answer(Request request, Flight flight) {
        Reply reply = flight.answer(observed.work(
                request, ModernEra.VERSION, running -> eras.modern().answer(request, null, running)));
        if (reply == null) {
            return;
        }
        out.write(reply);
        if (flight.isEnding() && !ModernEra.streamsEvents(request)) {
            JsonObject params = JsonObject.of("requestId", request.id());
            out.write(Message.notification("notifications/cancelled", params).toBytes());
        }
    }

    /** Starts a session of the handshake era, replacing an earlier one; it gets changes after its first answer. */
    void begin(Runnable answer) {
        Announcements announcements = eras.announcements();
        if (announcements == null) {
            answer.run();
            return;
        }
        endSession();
        Subscriber next = new Subscriber(announcements, session);
        subscriber = next;
        answer.run();
        threads.execute(() -> tell(next.listener()));
    }

    private void tell(Listener listener) {
        try {
            listener.tell(change -> out.write(change.toBytes()), null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The session as a subscriber to changes; null if there is no session or the server announces no changes. */
    @Nullable Subscriber subscriber() {
        return subscriber;
    }

    /** Ends all streams with an answer, and the session. */
    void end() {
        streams.end();
        endSession();
    }

    private void endSession() {
        Subscriber ended = subscriber;
        if (ended != null) {
            ended.end();
        }
    }
}

package dev.holdfast.mcp.http;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.ClientLog;
import dev.holdfast.mcp.LegacySession;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.internal.era.LegacyDialect;
import dev.holdfast.mcp.internal.flight.Call;
import dev.holdfast.mcp.internal.flight.Flight;
import dev.holdfast.mcp.internal.flight.Listener;
import dev.holdfast.mcp.internal.flight.ProgressReports;
import dev.holdfast.mcp.internal.flight.Shares;
import dev.holdfast.mcp.internal.flight.Streams;
import dev.holdfast.mcp.internal.flight.Subscriber;
import dev.holdfast.mcp.internal.wire.Reply;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;

/**
 * The event stream that a session opens by GET, for messages that answer no request. One per session, so that nothing
 * is sent twice.
 */
final class SessionStream {
    private static final int CONFLICT = 409;
    static final int NOT_ACCEPTABLE = 406;
    static final String STREAM_NEEDED = "This request is answered with text/event-stream only";

    private final LiveSessions sessions;
    private final Streams streams;
    private final Heartbeat heartbeat;

    SessionStream(LiveSessions sessions, Streams streams, Heartbeat heartbeat) {
        this.sessions = sessions;
        this.streams = streams;
        this.heartbeat = heartbeat;
    }

    /** A session to stream to, and its caller. */
    record Audience(String id, LegacySession session, Subscriber subscriber, Sender sender) {
        Call call(Flight flight) {
            return new Call(
                    flight,
                    session.version(),
                    LegacyDialect.understood(session),
                    ProgressReports.of(JsonObject.EMPTY, flight, session.version()),
                    ClientLog.UNWANTED);
        }
    }

    @SuppressWarnings("try") // the place is only held
    void handle(Audience audience, HttpRequest http, ServerResponse response) {
        if (!http.acceptsEventStream()) {
            Responses.refuse(response, NOT_ACCEPTABLE, STREAM_NEEDED);
            return;
        }
        Listener listener = audience.subscriber().listener();
        if (!listener.take()) {
            Responses.refuse(response, CONFLICT, "The session already has an open stream");
            return;
        }
        try (Shares.Taken stream = audience.sender().holder().stream()) {
            stream(audience, http, response);
        } catch (McpException e) {
            Responses.send(response, Reply.error(null, e.error(), Reply.UNAVAILABLE));
        } finally {
            listener.giveBack();
        }
    }

    private void stream(Audience audience, HttpRequest http, ServerResponse response) {
        HttpExchange exchange = new HttpExchange(response, true);
        Flight flight = new Flight(audience.sender().caller(), exchange::send)
                .heldBy(audience.sender().holder());
        exchange.whenGone(flight::cancel);
        http.connection().whenGone(exchange::gone, flight::cancel);
        try {
            takeOver(audience, flight);
            stream(audience, exchange, flight);
        } finally {
            if (flight.isEnding() || audience.subscriber().hasEnded()) {
                sessions.streamEnded(audience.id(), audience.subscriber());
            }
            audience.subscriber().close();
        }
    }

    /**
     * Runs before anything is written: a failure of the store can still be reported, and the stream elsewhere goes on.
     */
    private void takeOver(Audience audience, Flight flight) {
        try {
            audience.subscriber().open(audience.call(flight));
        } catch (InterruptedException e) {
            throw new CloseConnectionException("This server is closing", e);
        }
    }

    private void stream(Audience audience, HttpExchange exchange, Flight flight) {
        Subscriber subscriber = audience.subscriber();
        flight.onEnd(subscriber.listener()::end);
        streams.enter(flight);
        heartbeat.watch(exchange, flight, audience.sender().isAdmitted(), subscriber::look);
        try {
            exchange.beat(); // tells the client that its stream is open
            flight.run(() -> subscriber.listener().tell(flight::send, null));
        } finally {
            heartbeat.leave(exchange);
            try {
                exchange.abandon();
            } finally {
                streams.leave(flight);
            }
        }
    }
}

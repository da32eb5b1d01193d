package dev.holdfast.mcp;

import io.helidon.webserver.http.ServerResponse;

/** The event stream a session gets by GET: what nobody asked for at that moment. One at a time, so that nothing is said twice. */
final class SessionStream {
    private static final int CONFLICT = 409;
    static final int NOT_ACCEPTABLE = 406;
    static final String STREAM_NEEDED = "What is asked for is to be had as text/event-stream only";

    private final HttpSubscribers subscribers;
    private final Streams streams;
    private final Heartbeat heartbeat;

    SessionStream(HttpSubscribers subscribers, Streams streams, Heartbeat heartbeat) {
        this.subscribers = subscribers;
        this.streams = streams;
        this.heartbeat = heartbeat;
    }

    void handle(String sessionId, HttpRequest http, ServerResponse response, Caller caller) {
        if (!http.acceptsEventStream()) {
            McpEndpoint.refuse(response, NOT_ACCEPTABLE, STREAM_NEEDED);
            return;
        }
        Listener listener = subscribers.of(sessionId).listener();
        if (!listener.take()) {
            McpEndpoint.refuse(response, CONFLICT, "The session has its stream already");
            return;
        }
        try {
            stream(listener, new HttpExchange(response, true), caller);
        } finally {
            listener.giveBack();
        }
    }

    private void stream(Listener listener, HttpExchange exchange, Caller caller) {
        Flight flight = new Flight(caller, exchange::send);
        exchange.whenGone(flight::cancel);
        flight.onEnd(listener::end);
        streams.enter(flight);
        heartbeat.watch(exchange);
        try {
            exchange.beat(); // the client learns that its stream is open
            flight.run(() -> listener.tell(flight::send, null));
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

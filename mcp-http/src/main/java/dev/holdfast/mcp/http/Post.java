package dev.holdfast.mcp.http;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.LegacySession;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.mcp.internal.era.LegacyEra;
import dev.holdfast.mcp.internal.era.ModernEra;
import dev.holdfast.mcp.internal.era.RoutingHeaders;
import dev.holdfast.mcp.internal.flight.Flight;
import dev.holdfast.mcp.internal.flight.Holder;
import dev.holdfast.mcp.internal.flight.Inquirer;
import dev.holdfast.mcp.internal.flight.KeptSession;
import dev.holdfast.mcp.internal.flight.Shares;
import dev.holdfast.mcp.internal.flight.Weight;
import dev.holdfast.mcp.internal.wire.Batch;
import dev.holdfast.mcp.internal.wire.Faults;
import dev.holdfast.mcp.internal.wire.Message;
import dev.holdfast.mcp.internal.wire.Message.Malformed;
import dev.holdfast.mcp.internal.wire.Message.Notification;
import dev.holdfast.mcp.internal.wire.Message.Request;
import dev.holdfast.mcp.internal.wire.Message.Response;
import dev.holdfast.mcp.internal.wire.MetaKeys;
import dev.holdfast.mcp.internal.wire.Reply;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * One POST: decides which era it belongs to, and how the answer is sent over HTTP.
 *
 * <p>A message is modern if its {@code _meta} says so, or if the version header does and there is no live session; with
 * one, the header decides nothing, since clients of the handshake era may send it too. Every other message belongs to a
 * session.
 */
final class Post {
    /** A short answer is copied once on its way into a connection. */
    private static final int COPIES = 2;

    private static final HeaderName SESSION_ID = HeaderNames.create("Mcp-Session-Id");

    private final HttpRequest http;
    private final ServerResponse response;
    private final Sender sender;
    private final Caller caller;
    private final Holder holder;
    private final PostHandler handler;
    private final @Nullable String sessionId;
    private final @Nullable LegacySession session;

    Post(HttpRequest http, ServerResponse response, Sender sender, PostHandler handler) {
        this.http = http;
        this.response = response;
        this.sender = sender;
        this.caller = sender.caller();
        this.holder = sender.holder();
        this.handler = handler;
        this.sessionId = http.sessionId();
        this.session = sessionId == null
                ? null
                : handler.live().find(sessionId, caller).orElse(null);
    }

    /** Answers a body with a single message. */
    void message(Message message) {
        switch (message) {
            case Request request -> request(request);
            case Notification notification -> notification(notification);
            case Response answer -> response(answer);
            case Malformed malformed -> refuse(malformed.id(), malformed.error(), Reply.BAD_REQUEST);
        }
    }

    private void request(Request request) {
        if (isModern(request.meta())) {
            modern(request);
        } else if (request.method().equals("initialize")) {
            initialize(request);
        } else {
            withSession(request.id(), (id, live) -> legacy(request, id, live));
        }
    }

    private void notification(Notification notification) {
        if (isModern(notification.meta())) {
            accept();
            return;
        }
        withSession(null, (id, live) -> {
            if (notification.method().equals("notifications/cancelled")) {
                handler.live().cancel(id, notification);
            }
            accept();
        });
    }

    /** In the stateless era the server sends no requests, so a client has none to answer. */
    private void response(Response answer) {
        if (session == null && http.namesModernVersion()) {
            refuse(null, Faults.invalidRequest("A client sends requests and notifications"), Reply.BAD_REQUEST);
        } else {
            withSession(null, (id, live) -> {
                handler.live().answer(id, answer);
                accept();
            });
        }
    }

    /** Answers a body with a batch. */
    void batch(JsonArray batch) {
        if (session == null && (sessionId == null || http.namesModernVersion())) {
            refuse(null, Batch.refusal(), Reply.BAD_REQUEST);
            return;
        }
        withSession(null, (id, live) -> {
            if (Batch.isAllowed(live.version())) {
                batch(batch, id, live);
            } else {
                refuse(null, Batch.refusal(), Reply.BAD_REQUEST);
            }
        });
    }

    /** The answers of a batch are collected, so each of them is weighed before the next is worked out. */
    @SuppressWarnings("try") // the place is only held
    private void batch(JsonArray batch, String id, LegacySession live) {
        try (Shares.Taken call = holder.call();
                Weight weight = holder.answer()) {
            sendOrAccept(Batch.answer(batch, message -> {
                Reply reply = answerInBatch(message, id, live);
                return reply == null || !(message instanceof Request request)
                        ? reply
                        : weighed(weight, request.id(), reply);
            }));
        } catch (McpException e) {
            Responses.send(response, Responses.limit(null, e.error()));
        }
    }

    // --- Eras

    private boolean isModern(JsonObject meta) {
        return meta.has(MetaKeys.PROTOCOL_VERSION)
                || meta.has(MetaKeys.CLIENT_CAPABILITIES)
                || meta.has(MetaKeys.CLIENT_INFO)
                || (session == null && http.namesModernVersion());
    }

    private void modern(Request request) {
        ModernEra era = handler.eras().modern();
        RoutingHeaders headers = http.routing();
        Flight.Work work =
                handler.observed().work(request, ModernEra.VERSION, flight -> era.answer(request, headers, flight));
        if (!era.blocks(request)) {
            send(request.id(), work.answer(silentFlight()));
            return;
        }
        boolean listens = ModernEra.streams(request);
        if (listens && !http.acceptsEventStream()) {
            refuse(request.id(), Faults.invalidRequest(SessionStream.STREAM_NEEDED), SessionStream.NOT_ACCEPTABLE);
            return;
        }
        HttpExchange exchange = new HttpExchange(response, http.acceptsEventStream());
        if (ModernEra.streamsEvents(request)) {
            exchange.withoutKeepAlives();
        }
        Flight flight = new Flight(caller, exchange::send).heldBy(holder);
        exchange.whenGone(flight::cancel);
        if (listens) {
            listen(request, exchange, flight, work);
        } else {
            run(request, exchange, flight, work);
        }
    }

    @SuppressWarnings("try") // the place is only held
    private void listen(Request request, HttpExchange exchange, Flight flight, Flight.Work work) {
        handler.streams().enter(flight);
        try (Shares.Taken stream = holder.stream()) {
            answer(request, exchange, flight, work);
        } catch (McpException e) {
            Responses.send(response, handler.eras().modern().refused(request, e.error()));
        } finally {
            handler.streams().leave(flight);
        }
    }

    private void initialize(Request request) {
        LegacyEra.Opening opening = handler.observed().opening(request, caller);
        if (opening.session() != null) {
            response.header(SESSION_ID, handler.live().open(opening.session(), holder));
        }
        Responses.send(response, opening.reply());
    }

    private void legacy(Request request, String id, LegacySession live) {
        LegacyEra era = handler.eras().legacy();
        if (!era.blocks(request)) {
            send(request.id(), answerIn(id, live, request, silentFlight()));
            return;
        }
        HttpExchange exchange = new HttpExchange(response, http.acceptsEventStream());
        Inquirer inquirer = new Inquirer(handler.live().inquiries(), id);
        exchange.whenGone(inquirer::hangUp);
        Flight flight = new Flight(caller, exchange::send, http.acceptsEventStream() ? inquirer : null)
                .heldBy(holder)
                .inSession(() -> handler.live().subscriber(id, holder));
        handler.live().inFlight().add(id, request.id(), flight);
        try {
            run(request, exchange, flight, running -> answerIn(id, live, request, running));
        } finally {
            handler.live().inFlight().remove(id, request.id(), flight);
        }
    }

    private Reply answerIn(String id, LegacySession live, Request request, Flight flight) {
        LegacyEra era = handler.eras().legacy();
        Flight.Work work =
                running -> era.answer(request, live, running, handler.live().kept(id));
        return handler.observed().work(request, live.version(), work).answer(flight);
    }

    private @Nullable Reply answerInBatch(Message message, String id, LegacySession live) {
        if (message instanceof Notification cancelled && cancelled.method().equals("notifications/cancelled")) {
            handler.live().cancel(id, cancelled);
        } else if (message instanceof Response answer) {
            handler.live().answer(id, answer);
        }
        if (!(message instanceof Request request)) {
            return null;
        }
        Flight flight = silentFlight().inSession(() -> handler.live().subscriber(id, holder));
        handler.live().inFlight().add(id, request.id(), flight);
        try {
            return flight.answer(running -> answerIn(id, live, request, running));
        } finally {
            handler.live().inFlight().remove(id, request.id(), flight);
        }
    }

    @SuppressWarnings("try") // the place is only held
    private void run(Request request, HttpExchange exchange, Flight flight, Flight.Work work) {
        try (Shares.Taken call = holder.call()) {
            answer(request, exchange, flight, work);
        } catch (McpException e) {
            Responses.send(response, Responses.limit(request.id(), e.error()));
        }
    }

    private void answer(Request request, HttpExchange exchange, Flight flight, Flight.Work work) {
        handler.heartbeat().watch(exchange, flight, sender.isAdmitted());
        http.connection().whenGone(exchange::gone, flight::cancel);
        Reply reply;
        try {
            reply = flight.answer(work);
        } finally {
            handler.heartbeat().leave(exchange);
        }
        if (reply == null) {
            exchange.abandon();
            return;
        }
        try (Weight weight = holder.answer()) {
            exchange.finish(weighed(weight, request.id(), reply));
        }
    }

    /** The same answer, or a refusal if there is no room for it, before a long one costs anything. */
    private static Reply weighed(Weight weight, Json id, Reply reply) {
        try {
            weight.add(reply.shortText() == null ? reply.weight() : COPIES * reply.weight());
            return reply;
        } catch (McpException e) {
            return Responses.limit(id, e.error());
        }
    }

    private Flight silentFlight() {
        return new Flight(caller, notification -> {}).heldBy(holder);
    }

    // --- Sessions

    @FunctionalInterface
    private interface InSession {
        void handle(String id, LegacySession live);
    }

    private void withSession(@Nullable Json requestId, InSession then) {
        if (sessionId == null) {
            refuse(requestId, Faults.invalidRequest(HttpSessions.NEEDED), Reply.BAD_REQUEST);
        } else if (session == null) {
            refuse(requestId, Faults.invalidRequest(KeptSession.GONE), Reply.NOT_FOUND);
        } else if (!namesSpokenLegacyVersion()) {
            RpcError error = Faults.invalidRequest("MCP-Protocol-Version is not the negotiated " + session.version());
            refuse(requestId, error, Reply.BAD_REQUEST);
        } else {
            then.handle(sessionId, session);
        }
    }

    /**
     * The header exists since 2025-06-18 and may be absent; some clients send another revision of the era than
     * negotiated.
     */
    private boolean namesSpokenLegacyVersion() {
        String version = http.protocolVersion();
        return version == null
                || ProtocolVersion.parse(version)
                        .filter(spoken -> !spoken.isModern())
                        .isPresent();
    }

    // --- Responses

    private void send(Json id, Reply reply) {
        try (Weight weight = holder.answer()) {
            Responses.send(response, weighed(weight, id, reply));
        }
    }

    private void sendOrAccept(@Nullable Reply reply) {
        if (reply == null) {
            accept();
        } else {
            Responses.send(response, reply);
        }
    }

    private void accept() {
        response.status(Status.ACCEPTED_202).send();
    }

    private void refuse(@Nullable Json requestId, RpcError error, int status) {
        Responses.send(response, Reply.error(requestId, error, status));
    }
}

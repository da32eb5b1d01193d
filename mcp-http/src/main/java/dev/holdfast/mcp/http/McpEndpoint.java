package dev.holdfast.mcp.http;

import dev.holdfast.mcp.Authenticator;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.LegacySession;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.mcp.internal.era.Eras;
import dev.holdfast.mcp.internal.flight.KeptSession;
import dev.holdfast.mcp.internal.flight.Streams;
import dev.holdfast.mcp.internal.flight.Subscriber;
import dev.holdfast.mcp.internal.flight.TransportShares;
import dev.holdfast.mcp.internal.wire.Faults;
import dev.holdfast.mcp.internal.wire.Reply;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.Optional;

/** The protocol's endpoint: which requests are admitted, and what each HTTP method does. */
final class McpEndpoint {
    private static final Header ALLOW_POST = HeaderValues.createCached("Allow", "POST");
    private static final Header ALLOW_SESSION = HeaderValues.createCached("Allow", "POST, DELETE");

    private static final Header ALLOW_PAGE = HeaderValues.createCached("Allow", "GET, HEAD");
    private static final String OPTIONS = "OPTIONS";
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int INTERNAL_SERVER_ERROR = 500;

    /** Clients without a credential can cause it, for example while the keys of an issuer cannot be fetched. */
    private static final SparseLog FAULTS = new SparseLog("An HTTP request failed unexpectedly");

    private final HttpConfig config;
    private final LiveSessions live;
    private final PostHandler posts;
    private final Streams streams = new Streams();
    private final SessionStream stream;
    private final TransportShares shares;
    private volatile HostGuard guard =
            new HostGuard(HttpConfig.builder(Caller.anonymous("")).build(), 0);

    McpEndpoint(Eras eras, HttpConfig config, int maxBodyBytes, Heartbeat heartbeat) {
        this.config = config;
        int sessions = eras.limits().maxSessions();
        this.live = new LiveSessions(new HttpSessions(config.sessions(), sessions), eras.announcements(), sessions);
        int streamsInAll = Math.max(1, config.connections().max() * 3 / 4);
        this.shares = TransportShares.of(eras.limits(), maxBodyBytes, streamsInAll);
        this.stream = new SessionStream(live, streams, heartbeat);
        ScopeGate scopes = new ScopeGate(eras.scopes(), config.authenticator());
        this.posts = new PostHandler(eras, live, maxBodyBytes, heartbeat, scopes, streams);
    }

    /** Sets the port that was bound; until then every request is refused. */
    void bound(int port) {
        this.guard = new HostGuard(config, port);
    }

    /** Ends all streams so that clients can tell it from a broken connection. */
    void endStreams(Duration patience) throws InterruptedException {
        streams.end();
        streams.awaitEnd(patience);
    }

    /** Ends this instance's work for sessions; the sessions themselves stay. */
    void close() {
        live.close();
    }

    /** Whether no request is running and no answer is awaited. */
    boolean isIdle() {
        return posts.isIdle();
    }

    void handle(ServerRequest request, ServerResponse response) {
        guarded(response, () -> answer(new HttpRequest(request), response));
    }

    /** Serves a plain page to every request with an allowed {@code Host} and {@code Origin}. */
    void handlePage(HttpPage page, ServerRequest request, ServerResponse response) {
        guarded(response, () -> answer(page, new HttpRequest(request), response));
    }

    /** Reports failures of an authenticator, a store or a page as protocol errors. */
    private static void guarded(ServerResponse response, Runnable answer) {
        try {
            answer.run();
        } catch (CloseConnectionException | RequestException e) {
            throw e;
        } catch (McpException e) {
            fail(response, Reply.error(null, e.error(), Reply.UNAVAILABLE), e);
        } catch (RuntimeException e) {
            FAULTS.add(e.getClass().getName() + " at " + Faults.place(e));
            fail(response, Reply.error(null, RpcError.internal("Internal error"), INTERNAL_SERVER_ERROR), e);
        }
    }

    private static void fail(ServerResponse response, Reply reply, RuntimeException cause) {
        if (response.isSent()) {
            throw new CloseConnectionException("The response had begun", cause);
        }
        Responses.send(response, reply);
    }

    private void answer(HttpRequest http, ServerResponse response) {
        if (!admits(http)) {
            refuseHost(response);
            return;
        }
        CrossOrigin.share(http, response);
        if (http.method().equals(OPTIONS)) {
            CrossOrigin.answerOptions(http, response, "GET, POST, DELETE, OPTIONS");
            return;
        }
        Optional<Sender> sender = sender(http);
        if (sender.isEmpty()) {
            challenge(http, response);
            return;
        }
        http.connection().trust();
        switch (http.method()) {
            case "POST" -> posts.handle(http, response, sender.get());
            case "GET" -> withSession(http, response, sender.get(), this::stream);
            case "DELETE" -> withSession(http, response, sender.get(), this::end);
            default -> refuseMethod(response, ALLOW_POST);
        }
    }

    private void answer(HttpPage page, HttpRequest http, ServerResponse response) {
        if (!admits(http)) {
            refuseHost(response);
            return;
        }
        CrossOrigin.share(http, response);
        switch (http.method()) {
            case "GET", "HEAD" -> send(page.get(), response);
            case OPTIONS -> CrossOrigin.answerOptions(http, response, "GET, HEAD, OPTIONS");
            default -> Responses.refuse(response.header(ALLOW_PAGE), METHOD_NOT_ALLOWED, "This page is only read");
        }
    }

    private static void send(HttpPage.Body body, ServerResponse response) {
        body.headers().forEach((name, value) -> response.header(HeaderValues.create(name, value)));
        response.status(Status.create(body.status()))
                .header(HeaderNames.CONTENT_TYPE, body.contentType())
                .send(body.bytes());
    }

    // --- Callers

    private boolean admits(HttpRequest http) {
        return guard.admits(http.host(), http.origin(), http.connection().isOlder());
    }

    private Optional<Sender> sender(HttpRequest http) {
        String connection = http.connection().name();
        Authenticator authenticator = config.authenticator();
        if (authenticator == null) {
            Caller caller = config.anonymous();
            return Optional.of(new Sender(caller, shares.holder(caller, connection), () -> true));
        }
        String token = http.bearerToken();
        return token == null
                ? Optional.empty()
                : authenticator
                        .authenticate(token)
                        .map(caller -> Sender.of(caller, shares.holder(caller, connection), authenticator, token));
    }

    private void challenge(HttpRequest http, ServerResponse response) {
        Authenticator authenticator = config.authenticator();
        if (authenticator != null) {
            response.header(HeaderNames.WWW_AUTHENTICATE, authenticator.challenge(http.bearerToken() != null));
        }
        Responses.refuse(response, 401, "A valid bearer token is needed");
    }

    // --- GET and DELETE

    @FunctionalInterface
    private interface OfSession {
        void handle(InSession session, HttpRequest http, ServerResponse response);
    }

    private record InSession(String id, LegacySession session, Sender sender) {}

    /** GET and DELETE exist only in the handshake era; a client of that era must learn that its session is gone. */
    private void withSession(HttpRequest http, ServerResponse response, Sender sender, OfSession handler) {
        String id = http.sessionId();
        if (id == null || http.namesModernVersion()) {
            refuseMethod(response, ALLOW_POST);
            return;
        }
        live.find(id, sender.caller())
                .ifPresentOrElse(
                        session -> handler.handle(new InSession(id, session, sender), http, response),
                        () -> Responses.refuse(response, Reply.NOT_FOUND, KeptSession.GONE));
    }

    private void stream(InSession in, HttpRequest http, ServerResponse response) {
        Subscriber subscriber = live.subscriber(in.id(), in.sender().holder());
        if (subscriber == null) {
            refuseMethod(response, ALLOW_SESSION);
        } else {
            stream.handle(new SessionStream.Audience(in.id(), in.session(), subscriber, in.sender()), http, response);
        }
    }

    private void end(InSession in, HttpRequest http, ServerResponse response) {
        live.end(in.id());
        response.status(Status.NO_CONTENT_204).send();
    }

    // --- Refusals

    private static void refuseHost(ServerResponse response) {
        Responses.refuse(response, 403, "The Host or the Origin of the request is not allowed here");
    }

    private static void refuseMethod(ServerResponse response, Header allow) {
        Responses.refuse(response.header(allow), METHOD_NOT_ALLOWED, "This endpoint takes messages by POST");
    }
}

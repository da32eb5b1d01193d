package dev.holdfast.mcp.http;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonParseException;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.mcp.ServedRequest;
import dev.holdfast.mcp.internal.era.Eras;
import dev.holdfast.mcp.internal.era.Observed;
import dev.holdfast.mcp.internal.flight.Streams;
import dev.holdfast.mcp.internal.wire.Faults;
import dev.holdfast.mcp.internal.wire.Message;
import dev.holdfast.mcp.internal.wire.Reply;
import io.helidon.http.Header;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of POST requests, parses each once, and hands it to a {@link Post}. */
final class PostHandler {
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;
    private static final int UNAVAILABLE = 503;
    private static final Header RETRY_AFTER = HeaderValues.createCached("Retry-After", "1");
    private static final RpcError EXHAUSTED =
            RpcError.internal("The server is handling too many long messages; try again");

    private final Eras eras;
    private final LiveSessions live;
    private final int maxBodyBytes;
    private final MessageBudget budget;
    private final Heartbeat heartbeat;
    private final ScopeGate scopes;
    private final Streams streams;
    private final Observed observed;

    PostHandler(
            Eras eras, LiveSessions live, int maxBodyBytes, Heartbeat heartbeat, ScopeGate scopes, Streams streams) {
        this.eras = eras;
        this.observed = new Observed(eras, ServedRequest.Transport.HTTP);
        this.live = live;
        this.maxBodyBytes = maxBodyBytes;
        this.budget = new MessageBudget(maxBodyBytes);
        this.heartbeat = heartbeat;
        this.scopes = scopes;
        this.streams = streams;
    }

    void handle(HttpRequest http, ServerResponse response, Caller caller) {
        if (!http.isJson()) {
            Responses.refuse(
                    response, UNSUPPORTED_MEDIA_TYPE, "The Content-Type of a message must be application/json");
            return;
        }
        try (MessageBudget.Share share = budget.open()) {
            byte[] body = read(http, share);
            if (body == null) {
                hangUp(response, BodyLimit.refusal(maxBodyBytes));
            } else {
                handle(body, http, response, caller);
            }
        } catch (MessageBudget.ExhaustedException e) {
            hangUp(response.header(RETRY_AFTER), Reply.error(null, EXHAUSTED, UNAVAILABLE));
        }
    }

    private void handle(byte[] body, HttpRequest http, ServerResponse response, Caller caller) {
        Json json;
        try {
            json = Json.parse(body, eras.limits().json().withMaxBytes(maxBodyBytes));
        } catch (JsonParseException e) {
            Responses.send(response, Reply.error(null, Faults.parseError(e), Reply.BAD_REQUEST));
            return;
        }
        dispatch(json, http, response, caller);
    }

    private void dispatch(Json json, HttpRequest http, ServerResponse response, Caller caller) {
        if (json instanceof JsonArray batch) {
            if (scopes.admits(caller, batch, response)) {
                new Post(http, response, caller, this).batch(batch);
            }
            return;
        }
        Message message = Message.of(json);
        if (scopes.admits(caller, message, response)) {
            new Post(http, response, caller, this).message(message);
        }
    }

    /** Whether no request is running and no answer is awaited. */
    boolean isIdle() {
        return live.isIdle() && heartbeat.isIdle() && streams.isEmpty();
    }

    /** Answers a request whose body was not fully read, and closes the connection. */
    private static void hangUp(ServerResponse response, Reply refusal) {
        Responses.send(response.header(HeaderValues.CONNECTION_CLOSE), refusal);
    }

    private byte @Nullable [] read(HttpRequest http, MessageBudget.Share share) {
        try {
            return http.body(maxBodyBytes, share);
        } catch (RequestException e) {
            if (e.status().code() != Status.REQUEST_ENTITY_TOO_LARGE_413.code()) {
                throw e;
            }
            return null;
        } catch (IOException | UncheckedIOException e) {
            throw new CloseConnectionException("The client has gone", e);
        }
    }

    Eras eras() {
        return eras;
    }

    Observed observed() {
        return observed;
    }

    LiveSessions live() {
        return live;
    }

    Heartbeat heartbeat() {
        return heartbeat;
    }

    Streams streams() {
        return streams;
    }
}

package dev.holdfast.mcp.http;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonParseException;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.ServedRequest;
import dev.holdfast.mcp.internal.era.Eras;
import dev.holdfast.mcp.internal.era.Observed;
import dev.holdfast.mcp.internal.flight.Holder;
import dev.holdfast.mcp.internal.flight.Shares;
import dev.holdfast.mcp.internal.flight.Streams;
import dev.holdfast.mcp.internal.flight.Weight;
import dev.holdfast.mcp.internal.wire.Faults;
import dev.holdfast.mcp.internal.wire.IdScanner;
import dev.holdfast.mcp.internal.wire.Message;
import dev.holdfast.mcp.internal.wire.Reply;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads the bodies of POST requests, parses each once, and hands it to a {@link Post}. */
final class PostHandler {
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;
    private static final int BAD_REQUEST = Status.BAD_REQUEST_400.code();
    private static final int TOO_LONG = Status.REQUEST_ENTITY_TOO_LARGE_413.code();

    private final Eras eras;
    private final LiveSessions live;
    private final int maxBodyBytes;
    private final Heartbeat heartbeat;
    private final ScopeGate scopes;
    private final Streams streams;
    private final Observed observed;
    private final LongBodies longBodies = new LongBodies();

    PostHandler(
            Eras eras, LiveSessions live, int maxBodyBytes, Heartbeat heartbeat, ScopeGate scopes, Streams streams) {
        this.eras = eras;
        this.observed = new Observed(eras, ServedRequest.Transport.HTTP);
        this.live = live;
        this.maxBodyBytes = maxBodyBytes;
        this.heartbeat = heartbeat;
        this.scopes = scopes;
        this.streams = streams;
    }

    void handle(HttpRequest http, ServerResponse response, Sender sender) {
        if (!http.isJson()) {
            Responses.refuse(
                    response, UNSUPPORTED_MEDIA_TYPE, "The Content-Type of a message must be application/json");
            return;
        }
        try (Weight weight = sender.holder().message()) {
            Json message = message(http, sender.holder(), weight);
            dispatch(message, http, response, sender);
        } catch (RefusedException e) {
            Responses.send(response, e.reply);
        }
    }

    /** The body of a request is refused. */
    private static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Reply reply;

        private RefusedException(Reply reply) {
            super("The body is refused", null, false, false);
            this.reply = reply;
        }
    }

    /** @throws RefusedException if the body is not read, or is no message */
    @SuppressWarnings("try") // the place is only held
    private Json message(HttpRequest http, Holder holder, Weight weight) {
        try (Shares.Taken receiving = holder.receiving()) {
            byte[] body = body(http, weight);
            return longBodies.read(holder.name(), body.length, () -> {
                weight.addParsed(body);
                return parse(body);
            });
        } catch (McpException e) {
            throw new RefusedException(Responses.limit(null, e.error()));
        }
    }

    private Json parse(byte[] body) {
        try {
            return Json.parse(body, eras.limits().json().withMaxBytes(maxBodyBytes));
        } catch (JsonParseException e) {
            throw new RefusedException(Reply.error(IdScanner.idIn(body), Faults.parseError(e), Reply.BAD_REQUEST));
        }
    }

    private byte[] body(HttpRequest http, Weight weight) {
        try {
            byte[] body = http.body(maxBodyBytes, weight);
            if (body == null) {
                throw new RefusedException(BodyLimit.refusal(null, maxBodyBytes));
            }
            return body;
        } catch (RequestException e) {
            throw refused(e);
        } catch (IOException | UncheckedIOException e) {
            throw new CloseConnectionException("The client has gone", e);
        }
    }

    private RuntimeException refused(RequestException cause) {
        int status = cause.status().code();
        if (status == TOO_LONG) {
            return new RefusedException(BodyLimit.refusal(null, maxBodyBytes));
        }
        return status == BAD_REQUEST
                ? new RefusedException(
                        Reply.error(null, Faults.invalidRequest("The body is not framed as HTTP asks"), status))
                : cause;
    }

    private void dispatch(Json json, HttpRequest http, ServerResponse response, Sender sender) {
        if (json instanceof JsonArray batch) {
            if (scopes.admits(sender.caller(), batch, response)) {
                new Post(http, response, sender, this).batch(batch);
            }
            return;
        }
        Message message = Message.of(json);
        if (scopes.admits(sender.caller(), message, response)) {
            new Post(http, response, sender, this).message(message);
        }
    }

    /** Whether no request is running and no answer is awaited. */
    boolean isIdle() {
        return live.isIdle() && heartbeat.isIdle() && streams.isEmpty() && longBodies.isIdle();
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

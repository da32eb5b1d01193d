package dev.holdfast.mcp.http;

import dev.holdfast.json.Json;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.mcp.internal.flight.Shares;
import dev.holdfast.mcp.internal.wire.Faults;
import dev.holdfast.mcp.internal.wire.Reply;
import io.helidon.http.Header;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Sends complete answers as HTTP responses with a JSON body. */
final class Responses {
    private static final Header RETRY_AFTER = HeaderValues.createCached("Retry-After", "1");

    private Responses() {}

    /** Every refusal has a JSON-RPC body: a client that gets none assumes an older transport. */
    static void refuse(ServerResponse response, int status, String message) {
        send(response, Reply.error(null, Faults.invalidRequest(message), status));
    }

    /** The answer to a request for which there is no room, see {@link Shares}. */
    static Reply limit(@Nullable Json id, RpcError error) {
        return Reply.error(id, error, Reply.UNAVAILABLE);
    }

    static void send(ServerResponse response, Reply reply) {
        if (reply.httpStatus() == Reply.UNAVAILABLE) {
            response.header(RETRY_AFTER);
        }
        response.status(Status.create(reply.httpStatus())).header(HeaderValues.CONTENT_TYPE_JSON);
        byte[] text = reply.shortText();
        if (text == null) {
            stream(response, reply);
        } else {
            response.send(text);
        }
    }

    /** What is left of a body when its client has gone must not end it as if it were complete. */
    private static void stream(ServerResponse response, Reply reply) {
        try {
            OutputStream out = response.outputStream();
            reply.writeTo(out);
            out.close();
        } catch (IOException | UncheckedIOException e) {
            throw new CloseConnectionException("The client has gone", e);
        }
    }
}

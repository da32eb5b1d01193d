package dev.holdfast.mcp.http;

import dev.holdfast.mcp.internal.wire.Faults;
import dev.holdfast.mcp.internal.wire.Reply;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;

/** Sends complete answers as HTTP responses with a JSON body. */
final class Responses {
    private Responses() {}

    /** Every refusal has a JSON-RPC body: a client that gets none assumes an older transport. */
    static void refuse(ServerResponse response, int status, String message) {
        send(response, Reply.error(null, Faults.invalidRequest(message), status));
    }

    static void send(ServerResponse response, Reply reply) {
        response.status(Status.create(reply.httpStatus()))
                .header(HeaderValues.CONTENT_TYPE_JSON)
                .send(reply.bytes());
    }
}

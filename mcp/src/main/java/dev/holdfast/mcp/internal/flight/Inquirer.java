package dev.holdfast.mcp.internal.flight;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.InputRequest;
import dev.holdfast.mcp.internal.wire.Message;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests for input to one client of the handshake era over one stream, for as long as the client is connected.
 * Thread-safe.
 */
public final class Inquirer {
    private final Inquiries inquiries;
    private final String client;
    private final ConcurrentMap<Json, CompletableFuture<JsonObject>> open = new ConcurrentHashMap<>();
    private volatile boolean gone;

    /**
     * Asks one client.
     *
     * @param client the client whose answers are accepted; ids are unique only among the requests to one client
     */
    public Inquirer(Inquiries inquiries, String client) {
        this.inquiries = inquiries;
        this.client = client;
    }

    /** Ends all waiting, since the client has disconnected. */
    public void hangUp() {
        gone = true;
        open.values().forEach(answer -> answer.cancel(false));
    }

    /**
     * Sends a request on the stream that will carry the answer to {@code flight}, and waits for its result.
     *
     * @throws UnansweredException if the client disconnects, does not answer in time, or answers with an error
     */
    public JsonObject ask(Flight flight, String method, JsonObject params, Duration timeout)
            throws UnansweredException, InterruptedException {
        Json id = inquiries.newId();
        CompletableFuture<JsonObject> answer = inquiries.expect(client, id);
        open.put(id, answer);
        try {
            if (gone) {
                throw UnansweredException.gone(method);
            }
            flight.send(request(method, params).with("id", id));
            return result(method, answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            flight.send(cancelled(id));
            throw UnansweredException.late(method);
        } catch (CancellationException | ExecutionException e) {
            throw UnansweredException.gone(method);
        } finally {
            open.remove(id);
            inquiries.giveUp(client, id);
        }
    }

    /** A request for input as the results and tasks of the stateless era carry it. */
    public static JsonObject shape(InputRequest request) {
        return JsonObject.of("method", Json.of(request.method()), "params", request.params());
    }

    private static JsonObject result(String method, JsonObject answer) throws UnansweredException {
        JsonObject result = answer.object("result");
        if (result == null) {
            throw UnansweredException.refused(method);
        }
        return result;
    }

    private static JsonObject cancelled(Json id) {
        JsonObject params = JsonObject.of("requestId", id, "reason", Json.of("No answer came in time"));
        return Message.notification("notifications/cancelled", params);
    }

    private static JsonObject request(String method, JsonObject params) {
        return JsonObject.of("jsonrpc", Json.of("2.0"), "method", Json.of(method), "params", params);
    }
}

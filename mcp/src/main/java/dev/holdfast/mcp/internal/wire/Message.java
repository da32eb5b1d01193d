package dev.holdfast.mcp.internal.wire;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.RpcError;
import org.jspecify.annotations.Nullable;

/**
 * A JSON-RPC 2.0 message, classified by its shape, whatever its method. Its parameters have no members of the
 * protocol's own that are null: those count as absent.
 */
public sealed interface Message {
    /** A message that needs an answer with its {@code id}, a string or an integer. */
    record Request(Json id, String method, JsonObject params) implements Message {
        /**
         * A required parameter.
         *
         * @throws McpException "invalid params" if it is missing or not a string
         */
        public String required(String member) {
            String value = params.string(member);
            if (value == null) {
                throw McpException.invalidParams("params." + member + " must be a string");
            }
            return value;
        }

        public JsonObject meta() {
            return Message.meta(params);
        }
    }

    /** A message that gets no answer. */
    record Notification(String method, JsonObject params) implements Message {
        public JsonObject meta() {
            return Message.meta(params);
        }
    }

    /**
     * An answer to a request of this server. Never answered itself, even if malformed: two peers could then answer each
     * other forever.
     */
    record Response(@Nullable Json id, JsonObject message) implements Message {}

    /** Not a valid message; {@code id} is its id, if an answer can repeat it. */
    record Malformed(@Nullable Json id, RpcError error) implements Message {}

    /** Reads one message. Does not throw: an invalid message becomes {@link Malformed}. */
    static Message of(Json json) {
        if (!(json instanceof JsonObject object)) {
            return new Malformed(null, Faults.invalidRequest("A message must be a JSON object"));
        }
        Json id = object.get("id");
        Json repeatable = repeatable(id);
        boolean hasMethod = NullMembers.isPresent(object, "method");
        if (!hasMethod && (object.has("result") || object.has("error"))) {
            return new Response(repeatable, object);
        }
        if (id != null && !isValid(id)) {
            return new Malformed(repeatable, Faults.invalidRequest("An id must be a string or an integer"));
        }
        if (!"2.0".equals(object.string("jsonrpc"))) {
            return new Malformed(repeatable, Faults.invalidRequest("A message needs \"jsonrpc\": \"2.0\""));
        }
        return hasMethod
                ? call(object, repeatable)
                : new Malformed(repeatable, Faults.invalidRequest("A message needs a method, a result or an error"));
    }

    private static Message call(JsonObject object, @Nullable Json id) {
        String method = object.string("method");
        if (method == null) {
            return new Malformed(id, Faults.invalidRequest("A method must be a string"));
        }
        JsonObject sent = NullMembers.isPresent(object, "params") ? object.object("params") : JsonObject.EMPTY;
        JsonObject params = sent == null ? null : NullMembers.leftOut(sent, method);
        if (id == null) {
            return new Notification(method, params == null ? JsonObject.EMPTY : params);
        }
        return params == null
                ? new Malformed(id, RpcError.invalidParams("params must be an object"))
                : new Request(id, method, params);
    }

    private static boolean isValid(Json id) {
        return id instanceof JsonString || (id instanceof JsonNumber number && number.isIntegral());
    }

    /**
     * The id as a refusal repeats it, by which a client recognises its request; null if it is neither a string nor a
     * number. JSON-RPC allows fractions, so a client that sends one knows it again.
     */
    static @Nullable Json repeatable(@Nullable Json id) {
        return id instanceof JsonString || id instanceof JsonNumber ? id : null;
    }

    /** A notification to send; without {@code params} if they are empty. */
    static JsonObject notification(String method, JsonObject params) {
        JsonObject.Builder message = JsonObject.builder().put("jsonrpc", "2.0").put("method", method);
        return params.isEmpty()
                ? message.build()
                : message.put("params", params).build();
    }

    private static JsonObject meta(JsonObject params) {
        JsonObject meta = params.object("_meta");
        return meta == null ? JsonObject.EMPTY : meta;
    }
}

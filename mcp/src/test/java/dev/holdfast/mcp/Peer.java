package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client of one revision over one transport, past its handshake. */
abstract class Peer implements AutoCloseable {
    static final String CAPABILITIES = "{\"elicitation\":{}}";

    /**
     * What came back.
     *
     * @param status of HTTP; 0 over stdio
     * @param body the answer; null if there was none
     * @param before what was said about the request before its answer
     */
    record Answer(int status, @Nullable Json body, List<JsonObject> before) {
        JsonObject message() {
            if (body instanceof JsonObject object) {
                return object;
            }
            throw new AssertionError("A message was expected, but this came: " + this);
        }

        JsonObject result() {
            JsonObject result = message().object("result");
            if (result == null) {
                throw new AssertionError("A result was expected, but this came: " + this);
            }
            return result;
        }

        JsonObject error() {
            JsonObject error = message().object("error");
            if (error == null) {
                throw new AssertionError("An error was expected, but this came: " + this);
            }
            return error;
        }

        long code() {
            var code = error().number("code");
            return code == null ? 0 : code.exactLong().orElse(0);
        }
    }

    final ProtocolVersion version;
    private String capabilities = CAPABILITIES;

    Peer(ProtocolVersion version) {
        this.version = version;
    }

    /** Declares other capabilities with every request from now on; a session keeps what it began with. */
    final void declare(String others) {
        capabilities = others;
    }

    /** Sends text as it is, and waits for the answer to it. */
    abstract Answer sendRaw(String text) throws Exception;

    /** Sends a notification, which must not be answered. */
    abstract void tell(String notification) throws Exception;

    /** Sends a request in the shape of this peer's era. */
    final Answer send(String request) throws Exception {
        return sendRaw(shape(request));
    }

    /** Sends {@code {"id": 1, "method": method, "params": params}} in the shape of this peer's era. */
    final Answer ask(String method, String params) throws Exception {
        return send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}".formatted(method, params));
    }

    /** Calls a tool. */
    final Answer call(String tool, String arguments) throws Exception {
        return ask("tools/call", "{\"name\":\"%s\",\"arguments\":%s}".formatted(tool, arguments));
    }

    /** A request in the shape of this peer's era. */
    final String shape(String request) {
        JsonObject message = object(request);
        if (!version.isModern()) {
            return message.toString();
        }
        JsonObject params = message.has("params") ? message.object("params") : JsonObject.EMPTY;
        JsonObject meta = params == null || !params.has("_meta") ? JsonObject.EMPTY : params.object("_meta");
        if (params == null || meta == null) {
            return message.toString();
        }
        JsonObject whole = meta.with(MetaKeys.PROTOCOL_VERSION, Json.of(version.text()))
                .with(MetaKeys.CLIENT_CAPABILITIES, Json.parse(capabilities));
        return message.with("params", params.with("_meta", whole)).toString();
    }

    static JsonObject object(String text) {
        if (Json.parse(text) instanceof JsonObject object) {
            return object;
        }
        throw new AssertionError("Not an object: " + text);
    }

    static String initialize(ProtocolVersion version) {
        return """
                {"jsonrpc":"2.0","id":"init","method":"initialize","params":{"protocolVersion":"%s",
                "capabilities":%s,"clientInfo":{"name":"test","version":"1"}}}""".formatted(version.text(), CAPABILITIES).replace("\n", "");
    }

    static final String INITIALIZED = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

    @Override
    public abstract void close();
}

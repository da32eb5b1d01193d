package dev.holdfast.server.webhook;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.EventOccurrence;
import dev.holdfast.mcp.EventRefusal;
import dev.holdfast.mcp.RpcError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** What is sent in one request: an event, or word about the subscription. */
final class WebhookMessage {
    private static final int LARGEST = 262_144;
    private static final int ID_BYTES = 16;

    /** What every event carries, and is of bounded size. */
    private static final List<String> ALWAYS = List.of("state", "revision", "type", "actor");

    private final String id;
    private final byte[] body;

    private WebhookMessage(String id, byte[] body) {
        this.id = id;
        this.body = body;
    }

    /** The same however often it is sent. */
    String id() {
        return id;
    }

    /** As it is signed and sent; not to be changed. */
    byte[] body() {
        return body;
    }

    /**
     * An event.
     *
     * @param cursor a place at or before which everything was taken by the receiver, this event counted as taken
     */
    static WebhookMessage event(String id, String name, EventOccurrence event, String cursor) {
        JsonObject whole = event.toJson(name).with("cursor", Json.of(cursor));
        byte[] body = whole.toBytes();
        if (body.length > LARGEST) {
            JsonObject data = event.data();
            for (String key : event.data().keys()) {
                data = ALWAYS.contains(key) ? data : data.without(key);
            }
            body = whole.with("data", data).toBytes();
        }
        return new WebhookMessage(id, body);
    }

    /** An id of its own for an event of a subscription. */
    static String ownId(String subscription, String event) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] digest = sha256.digest((subscription + "\n" + event).getBytes(StandardCharsets.UTF_8));
            return "msg_event_" + HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    static WebhookMessage verification(String random, String challenge) {
        return control("verification", random, JsonObject.of("challenge", Json.of(challenge)));
    }

    static WebhookMessage gap(String random, String cursor) {
        return control("gap", random, JsonObject.of("cursor", Json.of(cursor)));
    }

    static WebhookMessage terminated(String random, EventRefusal why) {
        RpcError error = why.toError(false);
        JsonObject.Builder json = JsonObject.builder().put("code", error.code()).put("message", error.message());
        return control(
                "terminated",
                random,
                JsonObject.of("error", json.putIfPresent("data", error.data()).build()));
    }

    private static WebhookMessage control(String type, String random, JsonObject rest) {
        JsonObject body = JsonObject.of("type", Json.of(type));
        for (String key : rest.keys()) {
            body = body.with(key, Objects.requireNonNull(rest.get(key)));
        }
        return new WebhookMessage("msg_" + type + "_" + random, body.toBytes());
    }
}

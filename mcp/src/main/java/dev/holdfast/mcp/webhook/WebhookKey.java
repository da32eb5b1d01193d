package dev.holdfast.mcp.webhook;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What tells subscriptions apart. Another value of any part is another subscription.
 *
 * @param subject who subscribed, with whether that was proved
 * @param url where to deliver, byte for byte
 * @param name the type of events
 * @param arguments compared in their canonical form
 */
public record WebhookKey(String subject, String url, String name, JsonObject arguments) {
    private static final int ID_BYTES = 16;

    /** The key of a caller's subscription. */
    public static WebhookKey of(Caller caller, String url, String name, JsonObject arguments) {
        return new WebhookKey((caller.authenticated() ? "+" : "-") + caller.subject(), url, name, arguments);
    }

    /** The id by which receivers tell subscriptions apart. It follows from the key, and no method takes it. */
    public String id() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            add(sha256, subject.getBytes(StandardCharsets.UTF_8));
            add(sha256, url.getBytes(StandardCharsets.UTF_8));
            add(sha256, name.getBytes(StandardCharsets.UTF_8));
            add(sha256, arguments.toCanonical());
            return "sub_" + HexFormat.of().formatHex(sha256.digest(), 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** With its length, so that no two keys are the same bytes. */
    private static void add(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        digest.update(part);
    }
}

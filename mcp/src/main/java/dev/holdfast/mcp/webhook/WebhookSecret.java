package dev.holdfast.mcp.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The key that deliveries of a subscription are signed with, by the rules of Standard Webhooks. Made by the client. */
public final class WebhookSecret {
    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;

    /** Longer than any that is valid, so that no large text is decoded. */
    private static final int LONGEST_TEXT = 128;

    private final byte[] key;

    private WebhookSecret(byte[] key) {
        this.key = key;
    }

    /** Reads {@code whsec_} and 24 to 64 bytes in base64, of either alphabet, padded or not; empty if it is none. */
    public static Optional<WebhookSecret> parse(String text) {
        if (!text.startsWith(PREFIX) || text.length() > LONGEST_TEXT) {
            return Optional.empty();
        }
        String base64 = text.substring(PREFIX.length()).replace('-', '+').replace('_', '/');
        try {
            byte[] key = Base64.getDecoder().decode(base64);
            return key.length < SHORTEST || key.length > LONGEST
                    ? Optional.empty()
                    : Optional.of(new WebhookSecret(key));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The secret in its standard form, to be kept where it is safe. */
    public String text() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /** One signature, {@code v1,…}, of a message as it is sent. */
    public String sign(String id, Instant at, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((id + "." + at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }

    /** Never the secret, so that no log has it. */
    @Override
    public String toString() {
        return PREFIX + "…";
    }
}

package dev.holdfast.server.events;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Cursors of one subscription: a version, a digest of type and arguments, and the cursor of the feed. One that was
 * given for something else is none here. It is no secret and gives no right.
 *
 * @param prefix what each of them begins with
 */
record BoundCursor(String prefix) {
    private static final String VERSION = "1";
    private static final int DIGEST_BYTES = 6;

    static BoundCursor of(StateEventType type, EventArguments arguments) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(type.wire().getBytes(StandardCharsets.UTF_8));
            byte[] digest = sha256.digest(arguments.given().toCanonical());
            return new BoundCursor(VERSION + "." + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES) + ".");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    String of(String cursor) {
        return prefix + cursor;
    }

    /** The cursor of the feed; one that no feed has given if this is of another subscription. */
    String opened(String cursor) {
        return cursor.startsWith(prefix) ? cursor.substring(prefix.length()) : "";
    }
}

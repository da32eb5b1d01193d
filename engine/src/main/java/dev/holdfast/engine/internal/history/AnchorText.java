package dev.holdfast.engine.internal.history;

import dev.holdfast.engine.internal.image.Digests;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonParseException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an anchor, and of a certificate, which begins with {@code "certificate":1} and also has {@code subject}
 * and, if the store is encrypted, {@code vault}:
 *
 * <pre>
 * {"anchor":1,"at":"2026-11-30T12:00:00Z","audit":"…"?,"store":"…"}
 * {"hash":"…","revision":7,"state":"st_…"}
 * {"digest":"…","signature":"…"?,"states":1}
 * </pre>
 *
 * <p>{@code digest} is the SHA-256 of all lines before it, each with its line feed. {@code signature} is the Ed25519
 * (RFC 8032) of the last line without it. If there is {@code audit}, the anchor of that store, the audit log's, follows
 * in the same form. Digest, signature and hashes are base64url without padding.
 */
final class AnchorText {
    static final int VERSION = 1;
    static final String ANCHOR = "anchor";
    static final String CERTIFICATE = "certificate";

    private static final int LONGEST_LINE = 1_024;
    private static final String ALGORITHM = "Ed25519";

    private final String kind;
    private final MessageDigest digest = Digests.sha256();
    private long number;

    /** @param kind {@link #ANCHOR} or {@link #CERTIFICATE} */
    AnchorText(String kind) {
        this.kind = kind;
    }

    /**
     * The first line.
     *
     * @param subject whose erasure is certified; null for an anchor
     * @param vault the vault whose older backups could bring it back; null if there is none
     * @param audit the store of the audit log, whose anchor follows; null if none does
     */
    record Heading(
            Instant at,
            String store,
            @Nullable String subject,
            @Nullable String vault,
            @Nullable String audit) {}

    /** A line between. */
    record Point(StateId state, long revision, Bytes hash) {}

    static JsonObject json(Heading heading) {
        return JsonObject.builder()
                .put(heading.subject == null ? ANCHOR : CERTIFICATE, VERSION)
                .put("at", heading.at.toString())
                .put("store", heading.store)
                .putIfPresent("subject", heading.subject)
                .putIfPresent("vault", heading.vault)
                .putIfPresent("audit", heading.audit)
                .build();
    }

    static JsonObject json(Point point) {
        return JsonObject.builder()
                .put("hash", text(point.hash.borrow()))
                .put("revision", point.revision)
                .put("state", point.state.value())
                .build();
    }

    /** Writes a line. */
    void write(Appendable to, JsonObject json) throws IOException {
        String line = new String(json.toCanonical(), StandardCharsets.UTF_8);
        add(line);
        to.append(line).append('\n');
    }

    /** Writes the last line. */
    void end(Appendable to, long states, @Nullable PrivateKey key) throws IOException {
        JsonObject last = JsonObject.builder()
                .put("digest", text(digest.digest()))
                .put("states", states)
                .build();
        write(to, key == null ? last : last.with("signature", Json.of(text(signature(last, key)))));
    }

    /** Reads the next line. */
    JsonObject read(Reader from) throws IOException {
        StringBuilder line = new StringBuilder();
        number++;
        for (int next = from.read(); next != '\n'; next = from.read()) {
            if (next < 0) {
                throw wrong("it ends here, so it was cut short");
            } else if (line.length() == LONGEST_LINE) {
                throw wrong("the line is too long");
            }
            line.append((char) next);
        }
        try {
            JsonObject json = (JsonObject) Json.parse(line.toString());
            if (!json.has("digest")) {
                add(line.toString());
            }
            return json;
        } catch (JsonParseException | ClassCastException e) {
            throw wrong("this is no line of such a text");
        }
    }

    Heading heading(JsonObject line) {
        String at = line.string("at");
        String store = line.string("store");
        String subject = line.string("subject");
        boolean about = kind.equals(ANCHOR) == (subject == null);
        if (number(line, kind).orElse(0) != VERSION || at == null || store == null || !about) {
            throw wrong("this is no " + kind + " of version " + VERSION);
        }
        try {
            return new Heading(Instant.parse(at), store, subject, line.string("vault"), line.string("audit"));
        } catch (DateTimeParseException e) {
            throw wrong("`at` is no time");
        }
    }

    Point point(JsonObject line) {
        String state = line.string("state");
        String hash = line.string("hash");
        long revision = number(line, "revision").orElse(0);
        if (state == null || hash == null || revision < 1) {
            throw wrong("this is no line of such a text");
        }
        try {
            return new Point(
                    new StateId(state),
                    revision,
                    Bytes.wrap(Base64.getUrlDecoder().decode(hash)));
        } catch (IllegalArgumentException e) {
            throw wrong("this is no line of such a text");
        }
    }

    /** Refuses what was altered after it was written, or was not signed with the key. */
    void requireEnd(JsonObject last, long states, @Nullable PublicKey key) {
        if (!text(digest.digest()).equals(last.string("digest"))
                || number(last, "states").orElse(-1) != states) {
            throw wrong("the lines before are not as they were written");
        }
        if (key != null) {
            requireSigned(last, key);
        }
    }

    private void requireSigned(JsonObject last, PublicKey key) {
        String signature = last.string("signature");
        if (signature == null) {
            throw wrong("it is not signed");
        } else if (!isSigned(last.without("signature"), signature, key)) {
            throw wrong("the signature is not one of this key, or not of this text");
        }
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("line " + number + " of the " + kind + ": " + what);
    }

    private void add(String line) {
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
    }

    private static OptionalLong number(JsonObject line, String member) {
        return line.get(member) instanceof JsonNumber value ? value.exactLong() : OptionalLong.empty();
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] signature(JsonObject last, PrivateKey key) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(last.toCanonical());
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("this is no Ed25519 key that can sign", e);
        }
    }

    private static boolean isSigned(JsonObject last, String signature, PublicKey key) {
        try {
            Signature verifying = Signature.getInstance(ALGORITHM);
            verifying.initVerify(key);
            verifying.update(last.toCanonical());
            return verifying.verify(Base64.getUrlDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}

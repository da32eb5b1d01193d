package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.internal.seal.DataKey;
import dev.holdfast.engine.internal.seal.SealException;
import dev.holdfast.engine.internal.seal.Sealing;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonLimits;
import dev.holdfast.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Bases and snapshots as stored. In a store that is encrypted what {@link BaseCodec} writes is sealed:
 *
 * <pre>{"base":{"hash","kid","revision","state","v":1},"sealed"}</pre>
 *
 * <p>The value of {@code base} is the associated data.
 */
public final class StoredImages {
    private static final int VERSION = 1;
    private static final JsonLimits LIMITS = new JsonLimits(400 << 20, 8);
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    /** What no image in clear begins with. */
    private static final byte[] BEGIN = ascii("{\"base\":");

    private static final byte[] MIDDLE = ascii(",\"sealed\":\"");
    private static final byte[] END = ascii("\"}");

    private final Sealing sealing;

    /** @param sealing with which keys images are sealed and opened */
    public StoredImages(Sealing sealing) {
        this.sealing = sealing;
    }

    /**
     * An image in stored form.
     *
     * @param key what seals it, which must be durable before it is stored; null if it is in clear
     */
    public record Encoded(Bytes content, @Nullable DataKey key) {}

    public Encoded encode(Image image) {
        Bytes plain = BaseCodec.encode(image);
        DataKey key = sealing.keyFor(image.id(), image.revision());
        if (key == null) {
            return new Encoded(plain, null);
        }
        byte[] header = header(image.id(), image.revision(), image.hash(), key.id());
        return new Encoded(written(header, key.seal(header, plain.borrow(), plain.length())), key);
    }

    /**
     * Reads what {@link #encode} wrote, of any version that was ever written, sealed or not.
     *
     * @throws IllegalArgumentException if it was altered since, or is of another state, revision or hash
     * @throws SealException if it is sealed and cannot be opened
     */
    public Image decode(StateId id, long revision, Bytes hash, Bytes content) {
        return BaseCodec.decode(id, revision, hash, isSealed(content) ? opened(id, revision, hash, content) : content);
    }

    /** Whether a stored image is sealed; told without opening it. */
    public static boolean isSealed(Bytes content) {
        byte[] all = content.borrow();
        return all.length > BEGIN.length && Arrays.equals(all, 0, BEGIN.length, BEGIN, 0, BEGIN.length);
    }

    private Bytes opened(StateId id, long revision, Bytes hash, Bytes content) {
        JsonObject json = (JsonObject) Json.parse(content.borrow(), LIMITS);
        JsonObject header = json.object("base");
        if (header == null) {
            throw new IllegalArgumentException("a base without a header");
        }
        DataKey key = sealing.key(id, EventCodec.required(header, "kid"));
        byte[] expected = header(id, revision, hash, key.id());
        byte[] sealed = Base64.getUrlDecoder().decode(EventCodec.required(json, "sealed"));
        if (!content.equals(written(expected, sealed))) {
            throw new IllegalArgumentException("it was altered since it was written, or is the base of something else");
        }
        return Bytes.wrap(key.open(expected, sealed));
    }

    private static Bytes written(byte[] header, byte[] sealed) {
        return joined(BEGIN, header, MIDDLE, ENCODER.encode(sealed), END);
    }

    private static byte[] header(StateId id, long revision, Bytes hash, String key) {
        return JsonObject.builder()
                .put("hash", EventCodec.text(hash))
                .put("kid", key)
                .put("revision", revision)
                .put("state", id.value())
                .put("v", VERSION)
                .build()
                .toCanonical();
    }

    private static Bytes joined(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int next = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, next, part.length);
            next += part.length;
        }
        return Bytes.wrap(all);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

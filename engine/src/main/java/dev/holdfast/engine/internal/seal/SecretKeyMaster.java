package dev.holdfast.engine.internal.seal;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.MasterKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A master key whose bytes are known here. Immutable. */
public final class SecretKeyMaster implements MasterKey {
    /** How long every such key is. */
    public static final int BYTES = AesGcm.KEY_BYTES;

    private static final int ID_BYTES = 8;

    private final SecretKey key;
    private final String id;

    /** @param key {@link #BYTES} bytes that are random, which are copied */
    public SecretKeyMaster(byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("a master key has " + BYTES + " bytes");
        }
        this.key = new SecretKeySpec(key, "AES");
        this.id = id(key);
    }

    /** A part of a keyed digest: it tells nothing of a key that is random, and does not repeat. */
    private static String id(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            byte[] digest = mac.doFinal("holdfast master key id".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Bytes wrap(Bytes plain, Bytes context) {
        byte[] nonce = new byte[AesGcm.NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        return Bytes.wrap(AesGcm.seal(key, nonce, context.borrow(), plain.borrow(), plain.length()));
    }

    @Override
    public Bytes unwrap(Bytes wrapped, Bytes context) {
        try {
            return Bytes.wrap(AesGcm.open(key, context.borrow(), wrapped.borrow()));
        } catch (SealException e) {
            throw new IllegalArgumentException("not wrapped with this key, or altered", e);
        }
    }

    @Override
    public String toString() {
        return "master key " + id;
    }
}

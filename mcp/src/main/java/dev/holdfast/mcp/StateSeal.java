package dev.holdfast.mcp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals bytes with AES-256-GCM (NIST SP 800-38D): a client that carries them can neither read nor change them, nor use
 * them in another context. Written as {@code v1.<key id>.<base64url of nonce, ciphertext and tag>}. Thread-safe.
 */
final class StateSeal {
    private static final String VERSION = "v1";
    private static final Pattern SEALED = Pattern.compile("v1\\.([A-Za-z0-9_-]{1,32})\\.([A-Za-z0-9_-]+)");
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final StateKeys keys;

    StateSeal(StateKeys keys) {
        this.keys = keys;
    }

    /** Seals {@code content}, which can be opened only with the same {@code context}. */
    String seal(byte[] content, byte[] context) {
        String head = VERSION + "." + keys.current();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            SecretKey key = keys.find(keys.current()).orElseThrow();
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, head, context);
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            whole.writeBytes(nonce);
            whole.writeBytes(cipher.doFinal(content));
            return head + "." + encode(whole.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime cannot seal with AES-256-GCM", e);
        }
    }

    /** The sealed content; empty if {@code sealed} was changed, or belongs to another context or an unknown key. */
    Optional<byte[]> open(String sealed, byte[] context) {
        Matcher parts = SEALED.matcher(sealed);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return keys.find(parts.group(1))
                .flatMap(key -> decode(parts.group(2))
                        .flatMap(bytes -> open(bytes, key, VERSION + "." + parts.group(1), context)));
    }

    private static Optional<byte[]> open(byte[] whole, SecretKey key, String head, byte[] context) {
        if (whole.length < NONCE_BYTES) {
            return Optional.empty();
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(whole, NONCE_BYTES), head, context);
            return Optional.of(cipher.doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String head, byte[] context)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((head + ".").getBytes(StandardCharsets.US_ASCII));
        cipher.updateAAD(context);
        return cipher;
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The last character may have unused bits; text that differs only there is refused too. */
    private static Optional<byte[]> decode(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            return encode(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

package dev.holdfast.engine.internal.seal;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.holdfast.engine.spi.StateHeader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Names and labels as a store keeps them where they are not to be read. The same is always sealed the same way, since
 * they are searched for. The parts of a name between slashes are sealed one by one, each together with those before it,
 * so that a prefix is found that ends with a slash. What shows is which states share a label or the first parts of
 * their names, and how long all of these are. Safe for use by many threads.
 */
public final class SealedNames {
    private static final int MOST_IN_MEMORY = 16_384;
    private static final String HMAC = "HmacSHA256";
    private static final String LABELS = "";
    private static final char SLASH = '/';

    private final SecretKey nonces;
    private final SecretKey key;
    private final SecretKey claims;
    private final LoadingCache<String, String> sealedNames = cache(this::sealName);
    private final LoadingCache<String, String> openedNames = cache(this::openName);
    private final LoadingCache<String, String> sealedLabels = cache(text -> seal(LABELS, text));
    private final LoadingCache<String, String> openedLabels = cache(text -> open(LABELS, text));

    SealedNames(RootKey root) {
        this.nonces = new SecretKeySpec(root.derived("nonces of names"), HMAC);
        this.key = new SecretKeySpec(root.derived("names"), "AES");
        this.claims = new SecretKeySpec(root.derived("claims of names"), HMAC);
    }

    private static LoadingCache<String, String> cache(UnaryOperator<String> work) {
        return Caffeine.newBuilder()
                .maximumSize(MOST_IN_MEMORY)
                .executor(Runnable::run)
                .build(work::apply);
    }

    /** What stands in the id of a claim instead of what it claims. */
    public byte[] claim(byte[] claimed) {
        return hmac(claims, claimed);
    }

    /** A header as it is stored. */
    StateHeader seal(StateHeader header) {
        return header.withNames(changed(header.name(), sealedNames), seal(header.labels()));
    }

    /** A header as it was. A name or label that was altered stays as it is stored, which {@code verify} finds. */
    StateHeader open(StateHeader header) {
        return header.withNames(changed(header.name(), openedNames), each(header.labels(), openedLabels));
    }

    Map<String, String> seal(Map<String, String> labels) {
        return each(labels, sealedLabels);
    }

    /** What the stored names begin with that begin so, and others; null if that may be anything. */
    @Nullable String sealedPrefix(@Nullable String prefix) {
        int parts = prefix == null ? 0 : prefix.lastIndexOf(SLASH);
        return prefix == null || parts <= 0 ? null : sealedNames.get(prefix.substring(0, parts)) + SLASH;
    }

    private static @Nullable String changed(@Nullable String name, LoadingCache<String, String> change) {
        return name == null ? null : change.get(name);
    }

    private static Map<String, String> each(Map<String, String> labels, LoadingCache<String, String> change) {
        Map<String, String> changed = new HashMap<>();
        labels.forEach((label, value) -> changed.put(change.get(label), change.get(value)));
        return changed;
    }

    private String sealName(String name) {
        StringBuilder sealed = new StringBuilder();
        for (String part : name.split("/", -1)) {
            String before = sealed.append(SLASH).toString();
            sealed.append(seal(before, part));
        }
        return sealed.substring(1);
    }

    private String openName(String sealed) {
        StringBuilder name = new StringBuilder();
        StringBuilder before = new StringBuilder();
        for (String part : sealed.split("/", -1)) {
            String opened = open(before.append(SLASH).toString(), part);
            if (opened.equals(part)) {
                return sealed;
            }
            name.append(SLASH).append(opened);
            before.append(part);
        }
        return name.substring(1);
    }

    private String seal(String before, String text) {
        byte[] associated = before.getBytes(StandardCharsets.UTF_8);
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        byte[] both = Arrays.copyOf(associated, associated.length + 1 + plain.length);
        System.arraycopy(plain, 0, both, associated.length + 1, plain.length);
        byte[] nonce = Arrays.copyOf(hmac(nonces, both), AesGcm.NONCE_BYTES);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(AesGcm.seal(key, nonce, associated, plain, plain.length));
    }

    /** What was sealed; the same text if it was altered. */
    private String open(String before, String sealed) {
        try {
            byte[] opened = AesGcm.open(
                    key,
                    before.getBytes(StandardCharsets.UTF_8),
                    Base64.getUrlDecoder().decode(sealed));
            return new String(opened, StandardCharsets.UTF_8);
        } catch (SealException | IllegalArgumentException e) {
            return sealed;
        }
    }

    private static byte[] hmac(SecretKey key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }
}

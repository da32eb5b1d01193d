package dev.holdfast.mcp;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that seal request state, by key id. State is sealed with the current key and opened with any, so instances
 * that share keys accept each other's state. To rotate a key, accept the new one on every instance, then make it
 * current, then remove the old one. Immutable; never reveals a key.
 */
public final class StateKeys {
    /** The length of a key in bytes: AES-256. */
    public static final int KEY_BYTES = 32;

    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    private final String current;
    private final Map<String, SecretKey> byId;
    private final StateSeal seal = new StateSeal(this);

    private StateKeys(String current, Map<String, SecretKey> byId) {
        this.current = current;
        this.byId = Map.copyOf(byId);
    }

    /**
     * One key, which is the current one.
     *
     * @param keyId 1 to 32 ASCII letters, digits, hyphens and underscores; visible to clients
     * @throws IllegalArgumentException if the id does not have that form or the key is not {@link #KEY_BYTES} long
     */
    public static StateKeys of(String keyId, byte[] key) {
        return new StateKeys(keyId, Map.of(checked(keyId), secret(key)));
    }

    /** A random key: no other instance can open the state, nor can this one after a restart. */
    public static StateKeys random() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return of("own", key);
    }

    /**
     * The same with a further key, used only to open state.
     *
     * @throws IllegalArgumentException as for {@link #of}, or if there is already a key with that id
     */
    public StateKeys accepting(String keyId, byte[] key) {
        Map<String, SecretKey> more = new HashMap<>(byId);
        if (more.putIfAbsent(checked(keyId), secret(key)) != null) {
            throw new IllegalArgumentException("There are two keys with the id " + keyId);
        }
        return new StateKeys(current, more);
    }

    /** Seals {@code content}, which can be opened only with the same {@code context}. */
    public String seal(byte[] content, byte[] context) {
        return seal.seal(content, context);
    }

    /**
     * The content that {@link #seal} was given; empty if {@code sealed} is not its unchanged result for the same
     * context and a key that is known here.
     */
    public Optional<byte[]> open(String sealed, byte[] context) {
        return seal.open(sealed, context);
    }

    String current() {
        return current;
    }

    Optional<SecretKey> find(String keyId) {
        return Optional.ofNullable(byId.get(keyId));
    }

    private static String checked(String keyId) {
        if (!KEY_ID.matcher(keyId).matches()) {
            throw new IllegalArgumentException("A key id matches " + KEY_ID + ", but this is " + keyId);
        }
        return keyId;
    }

    private static SecretKey secret(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("A key is " + KEY_BYTES + " bytes long, but this has " + key.length);
        }
        return new SecretKeySpec(key, "AES");
    }

    @Override
    public String toString() {
        return "StateKeys[" + current + " of " + byId.keySet() + "]";
    }
}

package dev.holdfast.mcp;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys under which request state is sealed, by key id. State is sealed under the current key and opened under any,
 * so instances that share keys accept each other's state, and a key is rotated by accepting the new one everywhere,
 * then making it current, then dropping the old one. Immutable; tells no key to anybody.
 */
public final class StateKeys {
    /** The length of a key: AES-256. */
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
     * @param keyId 1 to 32 ASCII letters, digits, hyphens and underscores; clients see it
     * @throws IllegalArgumentException if the id is not of that form or the key not {@link #KEY_BYTES} long
     */
    public static StateKeys of(String keyId, byte[] key) {
        return new StateKeys(keyId, Map.of(checked(keyId), secret(key)));
    }

    /** A key nobody else has: no other instance can open the state, nor can this one after a restart. */
    public static StateKeys random() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return of("own", key);
    }

    /**
     * The same, with a further key whose state is opened.
     *
     * @throws IllegalArgumentException as for {@link #of}, or if there is a key of that id
     */
    public StateKeys accepting(String keyId, byte[] key) {
        Map<String, SecretKey> more = new HashMap<>(byId);
        if (more.putIfAbsent(checked(keyId), secret(key)) != null) {
            throw new IllegalArgumentException("There are two keys with the id " + keyId);
        }
        return new StateKeys(current, more);
    }

    /** Seals {@code content}, to be opened in the same context only. */
    public String seal(byte[] content, byte[] context) {
        return seal.seal(content, context);
    }

    /**
     * What {@link #seal} was given; empty if this is not just what it gave back, in the same context, under a key known
     * here.
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
}

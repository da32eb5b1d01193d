package dev.holdfast.engine.spi;

import java.security.MessageDigest;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a state: 4 to 64 characters of a-z, 0-9 and underscore. Handles, the ids that callers see, are
 * {@code st_} and 26 Crockford base32 characters: 130 random bits, compared exactly, without any meaning. Internal
 * states use other prefixes.
 */
public record StateId(String value) implements Comparable<StateId> {
    private static final char[] BASE32 = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int HANDLE_CHARACTERS = 26;

    public StateId {
        if (value.length() < 4 || value.length() > 64 || !isAllowed(value)) {
            throw new IllegalArgumentException("a state id is 4 to 64 characters of a-z, 0-9 and _");
        }
    }

    /**
     * Makes a new handle. The generator must be cryptographically strong: without authentication a handle is the only
     * secret.
     */
    public static StateId mint(RandomGenerator random) {
        StringBuilder handle = new StringBuilder("st_");
        for (int i = 0; i < HANDLE_CHARACTERS; i++) {
            handle.append(BASE32[random.nextInt(BASE32.length)]);
        }
        return new StateId(handle.toString());
    }

    /**
     * The id of an internal state that is found again from its content or key: a prefix and a digest in base32. Resets
     * the digest.
     */
    public static StateId derived(String prefix, MessageDigest digest) {
        return new StateId(prefix + base32(digest.digest()));
    }

    /**
     * A handle that is found again from what it was made of, which must hold a secret as long as a handle. Resets the
     * digest.
     */
    public static StateId derivedHandle(MessageDigest digest) {
        return new StateId("st_" + base32(digest.digest()).substring(0, HANDLE_CHARACTERS));
    }

    /** Whether this is a handle, the id of a state that callers may use, and not of an internal state. */
    public boolean isHandle() {
        return isHandle(value);
    }

    /** Whether a text has the form of a handle. */
    public static boolean isHandle(String text) {
        return text.length() == 3 + HANDLE_CHARACTERS && text.startsWith("st_") && isAllowed(text);
    }

    @Override
    public int compareTo(StateId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    // Written by hand because every read looks up an id: the generated methods of a record are not inlined there, which
    // cost 2.5 % of a read.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StateId id && value.equals(id.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    private static boolean isAllowed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isAllowed(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAllowed(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    }

    private static String base32(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte b : bytes) {
            buffer = (buffer << 8) | (b & 0xff);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(BASE32[(buffer >>> bits) & 31]);
            }
            buffer &= (1 << bits) - 1;
        }
        if (bits > 0) {
            text.append(BASE32[(buffer << (5 - bits)) & 31]);
        }
        return text.toString();
    }
}

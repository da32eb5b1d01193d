package dev.holdfast.mcp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keys of API clients, of which only hashes are kept. Immutable and thread-safe.
 *
 * <p>The hash is plain SHA-256. Slow, salted hashes make guessing expensive, which matters for secrets that people
 * choose. Keys are 256 random bits and cannot be guessed, and a slow hash would cost time at every request.
 */
public final class ApiKeys implements Authenticator {
    /** No slash and no colon, so that the subject of a key cannot equal a subject of another kind. */
    private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9._@+-]{1,100}");

    private static final int HASH_BYTES = 32;
    private static final String NO_SCOPES = "-";

    private static final class Key {
        final byte[] hash;
        final Caller caller;

        Key(byte[] hash, Caller caller) {
            this.hash = hash;
            this.caller = caller;
        }
    }

    private final List<Key> keys;

    private ApiKeys(List<Key> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads lines {@code subject scopes hash}: scopes with commas between them or {@code -} for none, the SHA-256 of
     * the key in hexadecimal. Empty lines and lines that begin with {@code #} are skipped. A subject may have several
     * keys.
     *
     * @throws IllegalArgumentException if a line is malformed; the message names its number but quotes nothing of it
     */
    public static ApiKeys parse(String text) {
        return parsed(text, null);
    }

    /**
     * The same for a server that knows its scopes: a misspelled one would grant nothing, and only callers would learn.
     *
     * @param known the scopes that there are
     * @throws IllegalArgumentException if a line is malformed, or names another scope
     */
    public static ApiKeys parse(String text, Set<String> known) {
        return parsed(text, known);
    }

    private static ApiKeys parsed(String text, @Nullable Set<String> known) {
        List<Key> keys = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                keys.add(key(line.strip(), number, known));
            }
        }
        return new ApiKeys(keys);
    }

    private static Key key(String line, int number, @Nullable Set<String> known) {
        String[] words = line.split("\\s+", -1);
        if (words.length != 3) {
            throw wrong(number, "has three words: subject, scopes, SHA-256 of the key");
        }
        if (!SUBJECT.matcher(words[0]).matches()) {
            throw wrong(number, "begins with a subject: 1 to 100 letters, digits and ._@+-");
        }
        return new Key(hash(words[2], number), Caller.authenticated(words[0], scopes(words[1], number, known)));
    }

    private static Set<String> scopes(String word, int number, @Nullable Set<String> known) {
        if (word.equals(NO_SCOPES)) {
            return Set.of();
        }
        Set<String> scopes =
                Set.copyOf(List.of(word.split(",", -1)).stream().distinct().toList());
        if (!scopes.stream().allMatch(Scopes::isScope)) {
            throw wrong(number, "has scopes with commas between them, or - for none");
        } else if (known != null && !known.containsAll(scopes)) {
            throw wrong(number, "has scopes of " + String.join(", ", new TreeSet<>(known)));
        }
        return scopes;
    }

    private static byte[] hash(String word, int number) {
        try {
            byte[] hash = HexFormat.of().parseHex(word);
            if (hash.length == HASH_BYTES) {
                return hash;
            }
        } catch (IllegalArgumentException e) {
            // Refused below, without quoting what may be an unhashed key.
        }
        throw wrong(number, "ends with the SHA-256 of the key: 64 hexadecimal digits");
    }

    private static IllegalArgumentException wrong(int number, String rule) {
        return new IllegalArgumentException("Line " + number + " of the API keys is wrong; a line " + rule);
    }

    /** Compares with every key in constant time, so that the duration reveals nothing about any key. */
    @Override
    public Optional<Caller> authenticate(String token) {
        byte[] presented = digest(token);
        Caller found = null;
        for (Key key : keys) {
            if (MessageDigest.isEqual(key.hash, presented)) {
                found = key.caller;
            }
        }
        return Optional.ofNullable(found);
    }

    static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "ApiKeys[" + keys.size() + " keys]";
    }
}

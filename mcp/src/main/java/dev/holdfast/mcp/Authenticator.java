package dev.holdfast.mcp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** Tells who presents a bearer token. Thread-safe; asked for every HTTP request. */
@FunctionalInterface
public interface Authenticator {
    /** Who the token belongs to; empty if it is not valid. Must not take longer for a better guess. */
    Optional<Caller> authenticate(String token);

    /**
     * The {@code WWW-Authenticate} header of a refusal (RFC 6750 section 3).
     *
     * @param presented whether there was a token at all
     */
    default String challenge(boolean presented) {
        return presented ? "Bearer error=\"invalid_token\"" : "Bearer";
    }

    /** One token for everybody, compared in constant time; only its digest is kept. */
    static Authenticator token(String token, Caller caller) {
        byte[] expected = digest(token);
        return presented -> MessageDigest.isEqual(expected, digest(presented)) ? Optional.of(caller) : Optional.empty();
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}

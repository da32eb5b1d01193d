package dev.holdfast.mcp;

import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/** Finds the caller that a bearer token belongs to. Thread-safe; called for every HTTP request. */
@FunctionalInterface
public interface Authenticator {
    /**
     * The caller the token belongs to; empty if it is not valid. The duration must not depend on how close a wrong
     * token is to a valid one.
     *
     * @throws RuntimeException if the token cannot be checked now; the request is answered with status 500
     */
    Optional<Caller> authenticate(String token);

    /** The metadata that tells clients where to get a token; empty if tokens are distributed by other means. */
    default Optional<ProtectedResource> resource() {
        return Optional.empty();
    }

    /**
     * The {@code WWW-Authenticate} header of a refusal (RFC 6750 section 3).
     *
     * @param presented whether the request had a token
     */
    default String challenge(boolean presented) {
        return Challenge.unauthenticated(resource(), presented);
    }

    /**
     * The {@code WWW-Authenticate} header for a valid token that grants too little (RFC 6750 section 3.1).
     *
     * @param needed every scope the request needs
     */
    default String insufficientScope(Set<String> needed) {
        return Challenge.insufficientScope(resource(), needed);
    }

    /** Accepts the tokens of this authenticator, and otherwise those of {@code other}. */
    default Authenticator or(Authenticator other) {
        return new EitherAuthenticator(this, other);
    }

    /** Accepts one token, shared by all clients, and compares in constant time; only its digest is kept. */
    static Authenticator token(String token, Caller caller) {
        byte[] expected = ApiKeys.digest(token);
        return presented ->
                MessageDigest.isEqual(expected, ApiKeys.digest(presented)) ? Optional.of(caller) : Optional.empty();
    }
}

package dev.holdfast.mcp;

import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/** Tells who presents a bearer token. Thread-safe; asked for every HTTP request. */
@FunctionalInterface
public interface Authenticator {
    /**
     * Who the token belongs to; empty if it is not valid. Must not take longer for a better guess.
     *
     * @throws RuntimeException if this cannot be told now; the request is answered with status 500
     */
    Optional<Caller> authenticate(String token);

    /**
     * What is published for clients that look for somewhere to get a token; empty if tokens are handed out by other
     * means.
     */
    default Optional<ProtectedResource> resource() {
        return Optional.empty();
    }

    /**
     * The {@code WWW-Authenticate} header of a refusal (RFC 6750 section 3).
     *
     * @param presented whether there was a token at all
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

    /** Accepts what this one accepts, and else what {@code other} does. */
    default Authenticator or(Authenticator other) {
        return new EitherAuthenticator(this, other);
    }

    /** One token for everybody, compared in constant time; only its digest is kept. */
    static Authenticator token(String token, Caller caller) {
        byte[] expected = ApiKeys.digest(token);
        return presented ->
                MessageDigest.isEqual(expected, ApiKeys.digest(presented)) ? Optional.of(caller) : Optional.empty();
    }
}

package dev.holdfast.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import org.jspecify.annotations.Nullable;

/**
 * The name of whoever a token speaks for: {@code iss#sub}, and {@code iss?client#sub} for a client that acts for itself, which
 * RFC 9068 section 2.2 tells by a {@code sub} equal to its {@code client_id}. A subject is unique at its issuer alone, and a client
 * might be called like a user. An issuer has neither query nor fragment, so the two forms cannot be confused.
 */
final class TokenSubject {
    /** What a principal may have. Cutting could make one of two. */
    private static final int LONGEST = 300;

    private TokenSubject() {}

    /** Null if there is none to speak of. */
    static @Nullable String of(JWTClaimsSet claims) {
        String subject = claims.getSubject();
        if (subject.isBlank()) {
            return null;
        }
        boolean client = subject.equals(claims.getClaim("client_id"));
        String name = claims.getIssuer() + (client ? "?client#" : "#") + subject;
        return name.length() > LONGEST ? null : name;
    }
}

package dev.holdfast.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import org.jspecify.annotations.Nullable;

/**
 * The principal of a token: {@code iss#sub}, or {@code iss?client#sub} for a client that acts for itself, which has a
 * {@code sub} equal to its {@code client_id} (RFC 9068 section 2.2). A subject is unique at its issuer only, and a
 * client may have the name of a user. An issuer has neither query nor fragment, so the two forms cannot be confused.
 */
final class TokenSubject {
    /** The most a principal's name may have. It is not cut, as two names could become one. */
    private static final int LONGEST = 300;

    private TokenSubject() {}

    /** Null if the token names no usable subject. */
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

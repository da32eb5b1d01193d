package dev.holdfast.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.Normalizer;
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
        if (!isPlain(subject)) {
            return null;
        }
        boolean client = subject.equals(claims.getClaim("client_id"));
        String name = claims.getIssuer() + (client ? "?client#" : "#") + subject;
        return name.length() > LONGEST ? null : name;
    }

    /**
     * Whether a subject looks like what it is. Two that differ only in what cannot be seen, or in how one character is
     * composed, would be told apart by no reader of a list of grants.
     */
    private static boolean isPlain(String subject) {
        return !subject.isEmpty()
                && subject.equals(subject.strip())
                && subject.codePoints().allMatch(TokenSubject::isVisible)
                && Normalizer.isNormalized(subject, Normalizer.Form.NFC);
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> character == ' ';
            default -> true;
        };
    }
}

package dev.holdfast.mcp;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sender of a request.
 *
 * @param subject a stable name of the caller, to which handles and sessions are bound
 * @param authenticated whether a credential proved the subject; if not, every caller of the transport has the same
 *     subject
 * @param scopes the scopes granted to the credential, checked by a {@link ScopePolicy}; without one they have no effect
 * @param expiry when the credential expires, which also ends the streams opened with it; null if it does not expire
 */
public record Caller(
        String subject,
        boolean authenticated,
        Set<String> scopes,
        @Nullable Instant expiry) {
    /** Takes its own copy of the scopes. */
    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /**
     * The caller of a transport that checks no credential. No scope limits it: every client that can reach the
     * transport is trusted.
     */
    public static Caller anonymous(String subject) {
        return new Caller(subject, false, Set.of(), null);
    }

    /** A caller whose credential was checked and grants no scope. */
    public static Caller authenticated(String subject) {
        return authenticated(subject, Set.of());
    }

    /** A caller whose credential was checked, with the scopes it grants. */
    public static Caller authenticated(String subject, Set<String> scopes) {
        return new Caller(subject, true, scopes, null);
    }

    /** The same with a credential that expires at {@code instant}. */
    public Caller until(Instant instant) {
        return new Caller(subject, authenticated, scopes, instant);
    }

    /** Whether the credential has expired at {@code now}; one without an expiry never does. */
    public boolean isExpired(Instant now) {
        return expiry != null && !now.isBefore(expiry);
    }
}

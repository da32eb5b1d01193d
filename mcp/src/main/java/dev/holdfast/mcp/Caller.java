package dev.holdfast.mcp;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request.
 *
 * @param subject a stable name of the caller; what handles and sessions are bound to
 * @param authenticated whether a credential proved it; if not, every caller of the transport has the same subject
 * @param scopes what the credential was granted, for a {@link ScopePolicy} to look at; of no meaning without one
 * @param expiry from when on the credential is no longer accepted, so that streams opened with it end; null if it does
 *     not expire
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
     * The caller of a transport that checks no credential. No scope limits it: whoever can reach the transport is
     * trusted.
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

    /** The same with a credential that is good until {@code instant}. */
    public Caller until(Instant instant) {
        return new Caller(subject, authenticated, scopes, instant);
    }

    /** Whether the credential has expired at {@code now}; one without an expiry never does. */
    public boolean isExpired(Instant now) {
        return expiry != null && !now.isBefore(expiry);
    }
}

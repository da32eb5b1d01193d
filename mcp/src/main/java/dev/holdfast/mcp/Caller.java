package dev.holdfast.mcp;

/**
 * Who makes a request.
 *
 * @param subject a stable name of the caller; what handles and sessions are bound to
 * @param authenticated whether a credential proved it; if not, every caller of the transport has the same subject
 */
public record Caller(String subject, boolean authenticated) {
    /** The caller of a transport that checks no credential. */
    public static Caller anonymous(String subject) {
        return new Caller(subject, false);
    }

    /** A caller whose credential was checked. */
    public static Caller authenticated(String subject) {
        return new Caller(subject, true);
    }
}

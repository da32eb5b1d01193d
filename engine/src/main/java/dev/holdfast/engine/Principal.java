package dev.holdfast.engine;

/**
 * Who acts: the subject of an API key, issuer and subject of a token, or without authentication a namespace.
 *
 * @param id 1 to 300 characters
 */
public record Principal(String id) {
    private static final String LOCAL = "local/";

    public Principal {
        if (id.isBlank() || id.length() > 300) {
            throw new IllegalArgumentException("a principal has 1 to 300 characters");
        }
    }

    /**
     * Whoever speaks without authentication in a namespace. Among local principals a handle is a bearer capability, while
     * names, lists and the default state belong to the namespace.
     */
    public static Principal local(String namespace) {
        return new Principal(LOCAL + namespace);
    }

    /** An authenticated subject. */
    public static Principal of(String subject) {
        if (subject.startsWith(LOCAL)) {
            throw new IllegalArgumentException("an authenticated subject cannot begin with " + LOCAL);
        }
        return new Principal(subject);
    }

    public boolean isLocal() {
        return id.startsWith(LOCAL);
    }
}

package dev.holdfast.engine;

import dev.holdfast.engine.spi.StateHeader;

/**
 * Who acts: the subject of an API key, the issuer and subject of a token or, without authentication, a namespace.
 *
 * @param id 1 to 300 characters
 */
public record Principal(String id) {
    private static final int LONGEST = 300;
    private static final String LOCAL = "local/";

    public Principal {
        if (id.isBlank() || id.length() > LONGEST) {
            throw new IllegalArgumentException("a principal has 1 to " + LONGEST + " characters");
        }
    }

    /**
     * The principal of all callers without authentication in a namespace. Among local principals a handle is a bearer
     * capability, while names, lists and the default state belong to the namespace.
     */
    public static Principal local(String namespace) {
        return new Principal(LOCAL + namespace);
    }

    /**
     * The principal of an authenticated subject.
     *
     * @throws IllegalArgumentException if it is empty, longer than 300 characters, or has the form of a local or
     *     internal principal
     */
    public static Principal of(String subject) {
        Principal principal = new Principal(subject);
        if (principal.isLocal() || isInternal(subject)) {
            throw new IllegalArgumentException(
                    "an authenticated subject must not have the form of a local or internal principal");
        }
        return principal;
    }

    /**
     * Parses a principal that a caller names, of any kind.
     *
     * @throws HoldfastException {@code invalid} if it is empty, longer than 300 characters, or internal to the engine
     */
    public static Principal parse(String id) {
        if (id.isBlank() || id.length() > LONGEST || isInternal(id)) {
            throw Failure.invalid("principal", "A principal has 1 to " + LONGEST + " characters.")
                    .toException();
        }
        return new Principal(id);
    }

    /** Whether this is the principal of callers without authentication. */
    public boolean isLocal() {
        return id.startsWith(LOCAL);
    }

    private static boolean isInternal(String id) {
        return id.equals(StateHeader.INTERNAL) || id.startsWith(StateHeader.INTERNAL + "/");
    }
}

package dev.holdfast.engine;

import dev.holdfast.engine.spi.StateHeader;

/**
 * Who acts: the subject of an API key, issuer and subject of a token, or without authentication a namespace.
 *
 * @param id 1 to 300 characters
 */
public record Principal(String id) {
    private static final int LONGEST = 300;
    private static final String LOCAL = "local/";

    private static final String INTERNAL = StateHeader.INTERNAL + "/";

    /** Who acts when a timer fires. */
    static final Principal ENGINE = new Principal(StateHeader.INTERNAL);

    public Principal {
        if (id.isBlank() || id.length() > LONGEST) {
            throw new IllegalArgumentException("a principal has 1 to " + LONGEST + " characters");
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
        Principal principal = new Principal(subject);
        if (principal.isLocal() || principal.isInternal()) {
            throw new IllegalArgumentException("an authenticated subject is not called like what is internal");
        }
        return principal;
    }

    /** Any principal, as callers name others. */
    static Principal parse(String id) {
        if (id.isBlank() || id.length() > LONGEST || new Principal(id).isInternal()) {
            throw Failure.invalid("principal", "A principal has 1 to " + LONGEST + " characters.")
                    .toException();
        }
        return new Principal(id);
    }

    /** Whoever embeds the engine, in internal states of a kind. Not {@link #ENGINE}: what it does is use of them. */
    static Principal internal(String kind) {
        return new Principal(INTERNAL + kind);
    }

    public boolean isLocal() {
        return id.startsWith(LOCAL);
    }

    boolean isInternal() {
        return id.equals(StateHeader.INTERNAL) || id.startsWith(INTERNAL);
    }
}

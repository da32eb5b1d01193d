package dev.holdfast.engine;

import java.util.Locale;

/**
 * What a principal may do with a state; each includes those before it. Whoever may nothing is told that there is no
 * such state, so that nobody learns what exists.
 */
public enum Access {
    /** Nothing, not even learn that it exists. */
    NONE,
    /** Read, and follow. */
    READ,
    /** Change the document, delay changes, hold leases. */
    WRITE,
    /** Change settings, close, bring back, share. */
    ADMIN,
    /** Hand over, erase. There is one owner. */
    OWNER;

    /** The name as stored and shown. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads what {@link #wire()} wrote.
     *
     * @throws HoldfastException {@code invalid} if it is none of them
     */
    public static Access parse(String wire) {
        for (Access access : values()) {
            if (access.wire().equals(wire)) {
                return access;
            }
        }
        throw Failure.invalid("access", "access is none, read, write, admin or owner.")
                .toException();
    }

    /** Whether this allows everything that {@code other} allows. */
    public boolean includes(Access other) {
        return compareTo(other) >= 0;
    }
}

package dev.holdfast.engine;

import java.util.Locale;

/**
 * What a principal may do with a state; each level includes those before it. A principal without access is told that
 * the state does not exist, so that it cannot learn which states exist.
 */
public enum Access {
    /** Nothing, not even learn that the state exists. */
    NONE,
    /** Read and observe. */
    READ,
    /** Also change the document, schedule changes, hold leases. */
    WRITE,
    /** Also change settings, close, reopen, share. */
    ADMIN,
    /** Also transfer and erase the state. There is exactly one owner. */
    OWNER;

    /** The name as stored and shown. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads what {@link #wire()} wrote.
     *
     * @throws HoldfastException {@code invalid} if it is not one of these names
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

package dev.holdfast.engine;

import org.jspecify.annotations.Nullable;

/** The ids that make a retried command the same command, as callers give them. */
final class CommandIds {
    static final int LONGEST = 200;

    private CommandIds() {}

    /**
     * An id as given by a caller, or null for none.
     *
     * @throws HoldfastException {@code invalid} if it is blank or too long
     */
    static @Nullable String checked(@Nullable String id) {
        if (id != null && (id.isBlank() || id.length() > LONGEST)) {
            throw Failure.invalid("op", "op is a string of 1 to " + LONGEST + " characters; leave it out for none.")
                    .toException();
        }
        return id;
    }
}

package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Principal;
import dev.holdfast.engine.spi.StateHeader;

/** Principals that no caller can have: the engine itself, and the embedder that keeps internal states. */
public final class Actors {
    private static final String INTERNAL = StateHeader.INTERNAL + "/";

    /** Acts when a timer fires. */
    public static final Principal ENGINE = new Principal(StateHeader.INTERNAL);

    private Actors() {}

    /**
     * The embedder, for internal states of a kind. Not {@link #ENGINE}: what the embedder does counts as use of a
     * state.
     */
    public static Principal internal(String kind) {
        return new Principal(INTERNAL + kind);
    }

    public static boolean isInternal(String owner) {
        return owner.equals(StateHeader.INTERNAL) || owner.startsWith(INTERNAL);
    }
}

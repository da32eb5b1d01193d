package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Principal;
import dev.holdfast.engine.spi.StateHeader;

/** The principals that no caller can be: the engine itself, and the embedder that keeps internal states. */
public final class Actors {
    private static final String INTERNAL = StateHeader.INTERNAL + "/";

    /** Acts when a timer fires. */
    public static final Principal ENGINE = new Principal(StateHeader.INTERNAL);

    private Actors() {}

    /** The embedder, in internal states of a kind. Not {@link #ENGINE}: what an embedder does counts as use of them. */
    public static Principal internal(String kind) {
        return new Principal(INTERNAL + kind);
    }

    public static boolean isInternal(String owner) {
        return owner.equals(StateHeader.INTERNAL) || owner.startsWith(INTERNAL);
    }
}

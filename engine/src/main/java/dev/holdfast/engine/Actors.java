package dev.holdfast.engine;

import dev.holdfast.engine.spi.StateHeader;

/** The principals that no caller can be: the engine itself, and the embedder that keeps internal states. */
final class Actors {
    private static final String INTERNAL = StateHeader.INTERNAL + "/";

    /** Acts when a timer fires. */
    static final Principal ENGINE = new Principal(StateHeader.INTERNAL);

    private Actors() {}

    /** The embedder, in internal states of a kind. Not {@link #ENGINE}: what an embedder does counts as use of them. */
    static Principal internal(String kind) {
        return new Principal(INTERNAL + kind);
    }

    static boolean isInternal(String owner) {
        return owner.equals(StateHeader.INTERNAL) || owner.startsWith(INTERNAL);
    }
}

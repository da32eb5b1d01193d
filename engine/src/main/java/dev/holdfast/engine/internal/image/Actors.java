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

    /** The owner of internal states of a kind that are kept on behalf of a principal, who is told apart by it. */
    public static String internal(String kind, Principal onBehalfOf) {
        return INTERNAL + kind + "/" + onBehalfOf.id();
    }

    /** Whose share a command takes: the actor's, or that of the principal on whose behalf an internal state is kept. */
    public static Principal payer(Principal actor, String owner) {
        int slash = owner.startsWith(INTERNAL) ? owner.indexOf('/', INTERNAL.length()) : -1;
        return slash < 0 || !isInternal(actor.id()) ? actor : new Principal(owner.substring(slash + 1));
    }

    public static boolean isInternal(String owner) {
        return owner.equals(StateHeader.INTERNAL) || owner.startsWith(INTERNAL);
    }
}

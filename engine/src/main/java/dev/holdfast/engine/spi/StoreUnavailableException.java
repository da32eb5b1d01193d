package dev.holdfast.engine.spi;

import java.util.OptionalLong;

/**
 * The store cannot be had: closed, poisoned by a failed sync, locked for too long, or out of reach. Or one state of it
 * cannot, because what is stored of it is damaged. Nothing was changed.
 */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final long NOTHING = 0;

    private final long damagedRevision;

    private StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
        this.damagedRevision = NOTHING;
    }

    private StoreUnavailableException(String message) {
        this(message, NOTHING);
    }

    private StoreUnavailableException(String message, long damagedRevision) {
        super(message);
        this.damagedRevision = damagedRevision;
    }

    /** What is stored of a state is damaged from a revision on. Trying again does not help. */
    public static StoreUnavailableException damaged(StateId state, long revision) {
        return new StoreUnavailableException(
                "state " + state + " is damaged at revision " + revision + "; other states are not touched by this",
                revision);
    }

    /** The first revision of a state that is damaged; empty if it is the store that cannot be had. */
    public OptionalLong damagedRevision() {
        return damagedRevision == NOTHING ? OptionalLong.empty() : OptionalLong.of(damagedRevision);
    }

    public static StoreUnavailableException closed() {
        return new StoreUnavailableException("the store is closed");
    }

    public static StoreUnavailableException busy(String what) {
        return new StoreUnavailableException(what + " was not to be had in time; try again");
    }

    public static StoreUnavailableException poisoned(Throwable cause) {
        return new StoreUnavailableException(
                "an earlier sync failed, so nothing more is acknowledged; restart to recover what was", cause);
    }

    public static StoreUnavailableException failed(String what, Throwable cause) {
        return new StoreUnavailableException(what + " failed: " + cause.getMessage(), cause);
    }

    /** The store cannot be opened as it is configured or found. */
    public static StoreUnavailableException unusable(String why) {
        return new StoreUnavailableException(why);
    }
}

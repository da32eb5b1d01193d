package dev.holdfast.engine.spi;

/** The store cannot be had: closed, poisoned by a failed sync, locked for too long, or out of reach. Nothing was changed. */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    private StoreUnavailableException(String message) {
        super(message);
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

package dev.holdfast.engine.spi;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.OptionalLong;

/**
 * The store is unavailable: closed, poisoned by a failed sync, locked for too long, or unreachable. Or one state is
 * unavailable because its stored data is damaged. Nothing was changed. The message shows no secret of an address.
 */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final long NOTHING = 0;

    private final long damagedRevision;
    private final Kind kind;

    private enum Kind {
        LOST,
        CLOSED,
        OTHER
    }

    private StoreUnavailableException(String message, Throwable cause) {
        super(StoreAddress.shown(message), cause);
        this.damagedRevision = NOTHING;
        this.kind = Kind.OTHER;
    }

    private StoreUnavailableException(String message) {
        this(message, NOTHING, Kind.OTHER);
    }

    private StoreUnavailableException(String message, long damagedRevision, Kind kind) {
        super(StoreAddress.shown(message));
        this.damagedRevision = damagedRevision;
        this.kind = kind;
    }

    /** The stored data of a state is damaged from a revision on. Trying again does not help. */
    public static StoreUnavailableException damaged(StateId state, long revision) {
        return new StoreUnavailableException(
                "state " + state + " is damaged at revision " + revision + "; other states are not affected",
                revision,
                Kind.OTHER);
    }

    /**
     * What is stored of a state at a revision is encrypted and cannot be decrypted.
     *
     * @param why ends the sentence, and quotes nothing stored
     */
    public static StoreUnavailableException sealed(StateId state, long revision, String why, RuntimeException cause) {
        StoreUnavailableException sealed = new StoreUnavailableException(
                "state " + state + " cannot be decrypted at revision " + revision + ": " + why
                        + "; other states are not affected",
                revision,
                Kind.OTHER);
        sealed.initCause(cause);
        return sealed;
    }

    /**
     * A file that the store stands on was deleted, replaced or cut while it was open.
     *
     * @param what says which file, and what happened to it; begins the message
     */
    public static StoreUnavailableException lost(String what) {
        return new StoreUnavailableException(
                what + " while the store was open, so nothing more is acknowledged. Stop every program that uses the"
                        + " store, put back what is missing, and start again",
                NOTHING,
                Kind.LOST);
    }

    /** Whether a file of the store was deleted, replaced or cut while it was open. */
    public boolean isLost() {
        return kind == Kind.LOST;
    }

    /** The first damaged revision of a state; empty if the whole store is unavailable. */
    public OptionalLong damagedRevision() {
        return damagedRevision == NOTHING ? OptionalLong.empty() : OptionalLong.of(damagedRevision);
    }

    /** The store was closed by this process. */
    public static StoreUnavailableException closed() {
        return new StoreUnavailableException("the store is closed", NOTHING, Kind.CLOSED);
    }

    /** Whether this process closed the store: it does not come back by waiting. */
    public boolean isClosed() {
        return kind == Kind.CLOSED;
    }

    /**
     * Something shared, such as the turn to write, was not free in time. Trying again may help.
     *
     * @param what begins the message
     */
    public static StoreUnavailableException busy(String what) {
        return new StoreUnavailableException(what + " was not available in time; try again");
    }

    /** An earlier sync failed, so that it is unknown what is durable. */
    public static StoreUnavailableException poisoned(Throwable cause) {
        return new StoreUnavailableException(
                "an earlier sync failed, so nothing more is acknowledged; restart to recover what was acknowledged",
                cause);
    }

    /**
     * An operation of the store failed.
     *
     * @param what the operation; begins the message
     */
    public static StoreUnavailableException failed(String what, Throwable cause) {
        return new StoreUnavailableException(what + " failed: " + reason(cause), cause);
    }

    /** The store cannot be opened: its configuration, its place or its files do not allow it. */
    public static StoreUnavailableException unusable(String why) {
        return new StoreUnavailableException(why);
    }

    /**
     * What was to be opened is in a format that a newer program wrote. To be thrown before anything of it is changed.
     *
     * @param what begins the message: the store, or the part of it that has a format of its own
     * @param found the number of its format
     * @param newest the highest number that this program reads
     */
    public static StoreUnavailableException newerFormat(String what, long found, long newest) {
        return unusable(
                what + " has format " + found + ", written by a newer version of Holdfast; this one reads up to "
                        + newest + ". Nothing was changed: open it with the newer version");
    }

    /**
     * The store cannot be opened because something below it failed.
     *
     * @param why begins the message
     */
    public static StoreUnavailableException unusable(String why, IOException cause) {
        return new StoreUnavailableException(why + ": " + reason(cause), cause);
    }

    /** What failed, in words. Some exceptions of the file system say it by their class alone. */
    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause();
        if (cause != null && cause.toString().equals(failure.getMessage())) {
            return reason(cause);
        }
        return switch (failure) {
            case NoSuchFileException e -> e.getFile() + " does not exist";
            case AccessDeniedException e -> "access to " + e.getFile() + " is denied";
            case FileAlreadyExistsException e -> e.getFile() + " exists already";
            case NotDirectoryException e -> e.getFile() + " is not a folder";
            case DirectoryNotEmptyException e -> e.getFile() + " is not empty";
            default ->
                failure.getMessage() == null || failure.getMessage().isBlank()
                        ? "for a reason that is not told"
                        : failure.getMessage();
        };
    }
}

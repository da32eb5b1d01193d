package dev.holdfast.engine.spi;

/**
 * A feed cursor points to commits that are no longer kept. They are never skipped silently: the reader must read the
 * states again.
 */
public final class CursorExpiredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The given cursor is no longer valid. */
    public CursorExpiredException(Cursor cursor) {
        super("the feed no longer reaches back to " + cursor.value());
    }
}

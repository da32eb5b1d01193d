package dev.holdfast.engine.spi;

/** A feed cursor points into what is no longer kept. Never silently skipped: the reader must start over from states. */
public final class CursorExpiredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CursorExpiredException(Cursor cursor) {
        super("the feed no longer reaches back to " + cursor.value());
    }
}

package dev.holdfast.engine.spi;

/**
 * A position in a shard's feed, opaque to readers. Reading from a cursor that the store once returned either continues
 * without loss or throws {@link CursorExpiredException}.
 */
public record Cursor(String value) {
    /** Before the first commit. */
    public static final Cursor START = new Cursor("start");

    /**
     * After the newest commit: reading from here returns an empty page at once, whose {@code next} marks the present.
     */
    public static final Cursor LATEST = new Cursor("latest");

    /** For stores whose feed has numbered positions: the cursor after a position of the given store. */
    public static Cursor after(String store, long position) {
        return new Cursor(position + "@" + store);
    }

    /**
     * The position in a cursor made by {@link #after}; 0 for {@link #START}.
     *
     * @throws CursorExpiredException if it is not a cursor of the given store
     */
    public long position(String store) {
        if (equals(START)) {
            return 0;
        }
        int at = value.indexOf('@');
        if (at < 0 || !value.substring(at + 1).equals(store)) {
            throw new CursorExpiredException(this);
        }
        try {
            return Long.parseUnsignedLong(value, 0, at, 10);
        } catch (NumberFormatException e) {
            throw new CursorExpiredException(this);
        }
    }
}

package dev.holdfast.engine.spi;

/** A place in a shard's feed, opaque to readers. Every cursor a store ever returned can be resumed from or is refused. */
public record Cursor(String value) {
    /** Before the first commit. */
    public static final Cursor START = new Cursor("start");

    /** After the newest commit: asking from here answers an empty page whose {@code next} marks the present. */
    public static final Cursor LATEST = new Cursor("latest");
}

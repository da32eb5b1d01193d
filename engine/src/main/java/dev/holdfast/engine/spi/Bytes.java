package dev.holdfast.engine.spi;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** An immutable sequence of bytes, compared by content. Safe for use by many threads. */
public final class Bytes {
    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** Wraps the array without copying it: the caller must not write to it again. */
    public static Bytes wrap(byte[] content) {
        return new Bytes(content);
    }

    /** The number of bytes. */
    public int length() {
        return content.length;
    }

    /** A copy of the content. */
    public byte[] toArray() {
        return content.clone();
    }

    /** The content itself, not a copy, for callers that only read it: hashing, parsing, output. */
    public byte[] borrow() {
        return content;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes that && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /** The content in hexadecimal. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(content);
    }
}

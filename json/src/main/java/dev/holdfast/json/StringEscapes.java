package dev.holdfast.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The escapes of RFC 8785 section 3.2.2.2: only those that RFC 8259 requires, in their shortest form. All escaped
 * characters are ASCII, so they are found in UTF-8 byte by byte.
 */
final class StringEscapes {
    /**
     * Up to this length, characters are checked one by one; a longer text is encoded first and then searched, which is
     * quicker.
     */
    static final int MAX_SHORT = 24;

    private static final int SHORT_ESCAPE = 2;
    private static final int HEX_ESCAPE = 6;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = ~(0x7F * ONES);
    private static final long SPACES = ' ' * ONES;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;

    private StringEscapes() {}

    /** The index, from {@code from}, of the first byte that needs an escape, or {@code end}. */
    static int plainEnd(byte[] utf8, int from, int end) {
        int at = from;
        while (at + Long.BYTES <= end && isPlain((long) LONGS.get(utf8, at))) {
            at += Long.BYTES;
        }
        while (at < end && !isEscaped(utf8[at])) {
            at++;
        }
        return at;
    }

    /**
     * Whether none of eight bytes needs an escape. A false no is possible, but only after a byte that does need one.
     */
    private static boolean isPlain(long eight) {
        long control = (eight - SPACES) & ~eight;
        long quotes = eight ^ QUOTES;
        long backslashes = eight ^ BACKSLASHES;
        return ((control | ((quotes - ONES) & ~quotes) | ((backslashes - ONES) & ~backslashes)) & HIGHS) == 0;
    }

    private static boolean isEscaped(int c) {
        return (c >= 0 && c < ' ') || c == '"' || c == '\\';
    }

    /** Writes the escape of {@code c}, which needs one; returns the index after it. */
    static int write(int c, byte[] into, int at) {
        into[at] = '\\';
        char letter = letter(c);
        into[at + 1] = (byte) letter;
        if (letter != 'u') {
            return at + SHORT_ESCAPE;
        }
        into[at + 2] = '0';
        into[at + 3] = '0';
        into[at + 4] = HEX[c >> 4];
        into[at + 5] = HEX[c & 0xF];
        return at + HEX_ESCAPE;
    }

    private static char letter(int c) {
        return switch (c) {
            case '\b' -> 'b';
            case '\t' -> 't';
            case '\n' -> 'n';
            case '\f' -> 'f';
            case '\r' -> 'r';
            case '"', '\\' -> (char) c;
            default -> 'u';
        };
    }

    /** The length of the escape of {@code c}, which needs one. */
    static int size(int c) {
        return letter(c) == 'u' ? HEX_ESCAPE : SHORT_ESCAPE;
    }

    /** How many bytes {@code text} takes, quoted. */
    static int quotedSize(String text) {
        long size = text.length() > MAX_SHORT ? longSize(text.getBytes(StandardCharsets.UTF_8)) : shortSize(text);
        return (int) Math.min(size + 2, Integer.MAX_VALUE);
    }

    private static long longSize(byte[] utf8) {
        long size = utf8.length;
        for (int at = plainEnd(utf8, 0, utf8.length); at < utf8.length; at = plainEnd(utf8, at + 1, utf8.length)) {
            size += size(utf8[at]) - 1;
        }
        return size;
    }

    private static int shortSize(String text) {
        int size = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            size += isEscaped(c) ? size(c) : utf8Size(c);
        }
        return size;
    }

    /** Each half of a surrogate pair counts for two of the pair's four bytes. */
    private static int utf8Size(char c) {
        if (c < 0x80) {
            return 1;
        }
        return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
}

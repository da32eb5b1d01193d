package dev.holdfast.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The escapes of RFC 8785 section 3.2.2.2, the shortest that RFC 8259 allows: nothing is escaped that need not be. */
final class StringEscapes {
    /** The length of the longest escape. */
    static final int LONGEST = 6;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** By character, the letter after the backslash; 'u' for a hexadecimal escape; 0 for none. */
    private static final byte[] LETTERS = letters();

    private StringEscapes() {}

    private static byte[] letters() {
        byte[] letters = new byte[0x80];
        Arrays.fill(letters, 0, 0x20, (byte) 'u');
        letters['\b'] = 'b';
        letters['\t'] = 't';
        letters['\n'] = 'n';
        letters['\f'] = 'f';
        letters['\r'] = 'r';
        letters['"'] = '"';
        letters['\\'] = '\\';
        return letters;
    }

    /** Whether {@code c} is written as one byte, itself. */
    static boolean isPlainAscii(char c) {
        return c < 0x80 && LETTERS[c] == 0;
    }

    /** Writes the escape of {@code c}, which needs one; answers the index after it. */
    static int write(char c, byte[] into, int at) {
        byte letter = LETTERS[c];
        into[at] = '\\';
        into[at + 1] = letter;
        if (letter != 'u') {
            return at + 2;
        }
        into[at + 2] = '0';
        into[at + 3] = '0';
        into[at + 4] = HEX[c >> 4];
        into[at + 5] = HEX[c & 0xF];
        return at + LONGEST;
    }

    /** How many bytes {@code text} takes, quoted. */
    static int quotedSize(String text) {
        long bytes = 2L + text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isPlainAscii(c)) {
                bytes += extra(c);
            }
        }
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    /** How many bytes {@code c} takes beyond one; each half of a surrogate pair takes two of the pair's four. */
    private static int extra(char c) {
        if (c < 0x80) {
            return LETTERS[c] == 'u' ? LONGEST - 1 : 1;
        }
        return c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
    }
}

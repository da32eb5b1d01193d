package dev.holdfast.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Well-formedness of the two encodings a text can arrive in: UTF-8 bytes and UTF-16 strings. */
final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long NON_ASCII = 0x8080808080808080L;

    /** The most bytes a UTF-16 code unit takes; those of a surrogate pair take two each. */
    private static final int MAX_BYTES_PER_UNIT = 3;

    private Utf8() {}

    /** Whether the UTF-8 form of {@code text} has more than {@code bytes} bytes. */
    static boolean isLongerThan(String text, int bytes) {
        int units = text.length();
        boolean surelyNot = units <= bytes / MAX_BYTES_PER_UNIT;
        return units > bytes || (!surelyNot && text.getBytes(StandardCharsets.UTF_8).length > bytes);
    }

    static void requireWellFormed(String value) {
        if (unpairedSurrogate(value) >= 0) {
            throw new IllegalArgumentException("string holds an unpaired surrogate");
        }
    }

    /** The index of the first unpaired surrogate, or -1. */
    static int unpairedSurrogate(String value) {
        int length = value.length();
        for (int i = 0; i < length; i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                return unpairedSurrogate(value, i);
            }
        }
        return -1;
    }

    private static int unpairedSurrogate(String value, int from) {
        int at = from;
        while (at < value.length()) {
            if (!Character.isSurrogate(value.charAt(at))) {
                at++;
            } else if (isPairAt(value, at)) {
                at += 2;
            } else {
                return at;
            }
        }
        return -1;
    }

    private static boolean isPairAt(String value, int index) {
        return index + 1 < value.length()
                && Character.isHighSurrogate(value.charAt(index))
                && Character.isLowSurrogate(value.charAt(index + 1));
    }

    /** The index of the first byte that does not continue well-formed UTF-8 (Unicode 3.9, table 3-7), or -1. */
    static int malformed(byte[] bytes) {
        int at = skipAscii(bytes, 0);
        while (at < bytes.length) {
            int length = sequenceLength(bytes, at);
            if (length == 0) {
                return at;
            }
            at = skipAscii(bytes, at + length);
        }
        return -1;
    }

    private static int skipAscii(byte[] bytes, int from) {
        int at = from;
        while (at + Long.BYTES <= bytes.length && ((long) LONGS.get(bytes, at) & NON_ASCII) == 0) {
            at += Long.BYTES;
        }
        while (at < bytes.length && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    /** The length of the well-formed multi-byte sequence at {@code at}, or 0. */
    private static int sequenceLength(byte[] bytes, int at) {
        int lead = bytes[at] & 0xFF;
        if (lead < 0xC2 || lead > 0xF4) {
            return 0;
        }
        int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (at + length > bytes.length || !isSecond(lead, bytes[at + 1] & 0xFF)) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    /** The second byte rules out overlong forms, surrogates and values past U+10FFFF. */
    private static boolean isSecond(int lead, int second) {
        int min = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int max = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        return second >= min && second <= max;
    }
}

package dev.holdfast.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes values as UTF-8, compactly. */
final class JsonWriter {
    private static final int INITIAL_CAPACITY = 256;
    private static final int LONGEST_LONG = 20;

    private final boolean canonical;
    private byte[] buffer;
    private int length;

    private JsonWriter(boolean canonical, int capacity) {
        this.canonical = canonical;
        this.buffer = new byte[capacity];
    }

    static byte[] print(Json value) {
        return write(value, false, INITIAL_CAPACITY);
    }

    static byte[] canonical(Json value) {
        return write(value, true, value.canonicalSize());
    }

    static String text(Json value) {
        return new String(value.toBytes(), StandardCharsets.UTF_8);
    }

    private static byte[] write(Json value, boolean canonical, int capacity) {
        var writer = new JsonWriter(canonical, capacity);
        writer.value(value);
        return writer.length == writer.buffer.length ? writer.buffer : Arrays.copyOf(writer.buffer, writer.length);
    }

    private void value(Json value) {
        switch (value) {
            case JsonString string -> string(string.value());
            case LongNumber number -> integer(number.value());
            case JsonNumber number -> ascii(number.literal());
            case JsonObject object -> object(object);
            case JsonArray array -> array(array);
            case JsonBoolean bool -> ascii(bool.value() ? "true" : "false");
            case JsonNull absent -> ascii("null");
        }
    }

    private void object(JsonObject object) {
        put('{');
        if (canonical) {
            object.forEachCanonically(this::member);
        } else {
            object.forEach(this::member);
        }
        put('}');
    }

    private void member(String name, Json value) {
        if (buffer[length - 1] != '{') {
            put(',');
        }
        string(name);
        put(':');
        value(value);
    }

    private void array(JsonArray array) {
        put('[');
        boolean first = true;
        for (Json element : array) {
            if (!first) {
                put(',');
            }
            first = false;
            value(element);
        }
        put(']');
    }

    private void put(char ascii) {
        ensure(1);
        buffer[length++] = (byte) ascii;
    }

    private void ascii(String text) {
        ensure(text.length());
        for (int i = 0; i < text.length(); i++) {
            buffer[length++] = (byte) text.charAt(i);
        }
    }

    private void integer(long value) {
        if (value == Long.MIN_VALUE) {
            ascii(Long.toString(value));
            return;
        }
        ensure(LONGEST_LONG);
        if (value < 0) {
            buffer[length++] = '-';
        }
        long rest = Math.abs(value);
        int end = length + LongNumber.digits(rest);
        for (int i = end - 1; i >= length; i--) {
            buffer[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length = end;
    }

    private void string(String text) {
        int chars = text.length();
        ensure(chars + 2);
        buffer[length++] = '"';
        int plain = plainPrefix(text);
        if (plain < chars) {
            escaped(text, plain);
        }
        put('"');
    }

    /** Writes the characters up to the first that is not itself in ASCII, for which there is room; answers how many. */
    private int plainPrefix(String text) {
        byte[] into = buffer;
        int start = length;
        int i = 0;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!StringEscapes.isPlainAscii(c)) {
                break;
            }
            into[start + i] = (byte) c;
        }
        length = start + i;
        return i;
    }

    private void escaped(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            ensure(StringEscapes.LONGEST + text.length() - i);
            if (StringEscapes.isPlainAscii(c)) {
                buffer[length++] = (byte) c;
            } else if (c < 0x80) {
                length = StringEscapes.write(c, buffer, length);
            } else if (Character.isHighSurrogate(c)) {
                i++;
                utf8(Character.toCodePoint(c, text.charAt(i)));
            } else {
                utf8(c);
            }
        }
    }

    private void utf8(int codePoint) {
        if (codePoint < 0x800) {
            buffer[length++] = (byte) (0xC0 | (codePoint >> 6));
        } else if (codePoint < 0x10000) {
            buffer[length++] = (byte) (0xE0 | (codePoint >> 12));
            buffer[length++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
        } else {
            buffer[length++] = (byte) (0xF0 | (codePoint >> 18));
            buffer[length++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
            buffer[length++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
        }
        buffer[length++] = (byte) (0x80 | (codePoint & 0x3F));
    }

    private void ensure(int more) {
        if (more > buffer.length - length) {
            int needed = Math.addExact(length, more);
            int roomy = (int) Math.min(2L * buffer.length, Integer.MAX_VALUE - 8L);
            buffer = Arrays.copyOf(buffer, Math.max(needed, roomy));
        }
    }
}

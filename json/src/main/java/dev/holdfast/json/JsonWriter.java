package dev.holdfast.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes values as UTF-8, compactly. */
final class JsonWriter {
    private static final int INITIAL_CAPACITY = 1_024;

    private final boolean canonical;
    private byte[] buffer;
    private int length;

    private JsonWriter(boolean canonical, int capacity) {
        this.canonical = canonical;
        this.buffer = new byte[capacity];
    }

    /** The compact text of {@code value}. */
    static byte[] print(Json value) {
        return write(value, new JsonWriter(false, INITIAL_CAPACITY));
    }

    /** The compact text of a value that is known to be {@code size} bytes long, or of unknown length if that is 0. */
    static byte[] print(Json value, int size) {
        return write(value, new JsonWriter(false, size == 0 ? INITIAL_CAPACITY : size));
    }

    /** The canonical form; {@code size} as for {@link #print}. */
    static byte[] canonical(Json value, int size) {
        return write(value, new JsonWriter(true, size == 0 ? INITIAL_CAPACITY : size));
    }

    static String text(Json value) {
        return new String(value.toBytes(), StandardCharsets.UTF_8);
    }

    private static byte[] write(Json value, JsonWriter writer) {
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
        if (value < 0) {
            put('-');
        }
        long rest = Math.abs(value);
        int digits = LongNumber.digits(rest);
        ensure(digits);
        length += digits;
        for (int i = 1; i <= digits; i++) {
            buffer[length - i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private void string(String text) {
        put('"');
        if (text.length() > StringEscapes.MAX_SHORT || !shortAscii(text)) {
            utf8(text.getBytes(StandardCharsets.UTF_8));
        }
        put('"');
    }

    /** Writes a text if it needs no encoding and no escape; returns whether it did. */
    private boolean shortAscii(String text) {
        int chars = text.length();
        ensure(chars);
        byte[] into = buffer;
        int at = length;
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || c > '~') {
                return false;
            }
            into[at++] = (byte) c;
        }
        length = at;
        return true;
    }

    private void utf8(byte[] utf8) {
        int from = 0;
        while (true) {
            int to = StringEscapes.plainEnd(utf8, from);
            ensure(to - from);
            System.arraycopy(utf8, from, buffer, length, to - from);
            length += to - from;
            if (to == utf8.length) {
                return;
            }
            ensure(StringEscapes.size(utf8[to]));
            length = StringEscapes.write(utf8[to], buffer, length);
            from = to + 1;
        }
    }

    private void ensure(int more) {
        if (more > buffer.length - length) {
            int needed = Math.addExact(length, more);
            int roomy = (int) Math.min(2L * needed, Integer.MAX_VALUE - 8L);
            buffer = Arrays.copyOf(buffer, Math.max(needed, roomy));
        }
    }
}

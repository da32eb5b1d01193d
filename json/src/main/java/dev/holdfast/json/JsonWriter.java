package dev.holdfast.json;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as UTF-8, compactly: into one array, or in pieces, so that a long text costs no more memory than a
 * piece of it.
 */
final class JsonWriter {
    private static final int INITIAL_CAPACITY = 1_024;

    /** The longest piece, in bytes. */
    private static final int PIECE = 64 << 10;

    /** Longer strings are encoded part by part. */
    private static final int MOST_CHARS = 8 << 10;

    private static final Pieces REFUSED = (bytes, length) -> {
        throw new TooLongException();
    };

    private final boolean canonical;
    private final @Nullable Pieces pieces;
    private final int mostBytes;
    private byte[] buffer;
    private int length;
    private boolean atStart;

    /** Takes what has been written so far, when it does not fit into a piece together with what comes next. */
    @FunctionalInterface
    private interface Pieces {
        void take(byte[] bytes, int length);
    }

    /** The text is longer than was asked for. It is caught where that was asked, so it needs no stack trace. */
    private static final class TooLongException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private TooLongException() {
            super("The text is too long", null, false, false);
        }
    }

    /** Keeps the whole text. */
    JsonWriter(boolean canonical, int capacity) {
        this.canonical = canonical;
        this.pieces = null;
        this.mostBytes = Integer.MAX_VALUE;
        this.buffer = new byte[capacity];
    }

    /** Keeps at most so many bytes of the text at a time. */
    private JsonWriter(Pieces pieces, int mostBytes) {
        this.canonical = false;
        this.pieces = pieces;
        this.mostBytes = mostBytes;
        this.buffer = new byte[Math.min(INITIAL_CAPACITY, mostBytes)];
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

    /** The compact text of a value; null if it is longer than {@code most} bytes. */
    static byte @Nullable [] printWithin(Json value, int most) {
        try {
            return write(value, new JsonWriter(REFUSED, most));
        } catch (TooLongException e) {
            return null;
        }
    }

    /** Writes the compact text of a value in pieces of at most {@value #PIECE} bytes. */
    static void print(Json value, OutputStream out) throws IOException {
        try {
            print(value, (bytes, length) -> passOn(bytes, length, out));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void print(Json value, Pieces pieces) {
        JsonWriter writer = new JsonWriter(pieces, PIECE);
        writer.value(value);
        pieces.take(writer.buffer, writer.length);
    }

    private static void passOn(byte[] bytes, int length, OutputStream out) {
        try {
            out.write(bytes, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Json value) {
        return new String(value.toBytes(), StandardCharsets.UTF_8);
    }

    private static byte[] write(Json value, JsonWriter writer) {
        writer.value(value);
        return writer.length == writer.buffer.length ? writer.buffer : Arrays.copyOf(writer.buffer, writer.length);
    }

    void value(Json value) {
        switch (value) {
            case JsonString string -> string(string);
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
        atStart = true;
        if (canonical) {
            object.forEachCanonically(this::member);
        } else {
            object.forEach(this::member);
        }
        atStart = false;
        put('}');
    }

    private void member(String name, Json value) {
        if (!atStart) {
            put(',');
        }
        atStart = false;
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

    void put(char ascii) {
        ensure(1);
        buffer[length++] = (byte) ascii;
    }

    void ascii(String text) {
        ensure(text.length());
        for (int i = 0; i < text.length(); i++) {
            buffer[length++] = (byte) text.charAt(i);
        }
    }

    void integer(long value) {
        if (value == Long.MIN_VALUE) {
            ascii(Long.toString(value));
            return;
        }
        if (value < 0) {
            put('-');
        }
        long magnitude = Math.abs(value);
        digits(magnitude, LongNumber.digits(magnitude));
    }

    /** Writes the last decimal digits of a number, zeros in front included. */
    void digits(long value, int digits) {
        ensure(digits);
        length += digits;
        long rest = value;
        for (int i = 1; i <= digits; i++) {
            buffer[length - i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private void string(JsonString string) {
        Json written = string.written();
        if (written == null) {
            string(string.value());
        } else {
            put('"');
            print(written, (bytes, count) -> utf8(bytes, count));
            put('"');
        }
    }

    void string(String text) {
        put('"');
        if (text.length() > StringEscapes.MAX_SHORT || !shortAscii(text)) {
            encoded(text);
        }
        put('"');
    }

    private void encoded(String text) {
        int from = 0;
        while (text.length() - from > MOST_CHARS) {
            int to = from + MOST_CHARS;
            to -= Character.isHighSurrogate(text.charAt(to - 1)) ? 1 : 0;
            utf8(text.substring(from, to).getBytes(StandardCharsets.UTF_8));
            from = to;
        }
        utf8(text.substring(from).getBytes(StandardCharsets.UTF_8));
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
        utf8(utf8, utf8.length);
    }

    /** Writes the first bytes of a text, which may end within a character: only ASCII needs escapes. */
    private void utf8(byte[] utf8, int end) {
        int from = 0;
        while (true) {
            int to = StringEscapes.plainEnd(utf8, from, end);
            ensure(to - from);
            System.arraycopy(utf8, from, buffer, length, to - from);
            length += to - from;
            if (to == end) {
                return;
            }
            ensure(StringEscapes.size(utf8[to]));
            length = StringEscapes.write(utf8[to], buffer, length);
            from = to + 1;
        }
    }

    /** Writes bytes as they are. */
    void bytes(byte[] bytes) {
        ensure(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    /** What was written, up to {@link #length()}; nothing else may change it. */
    byte[] buffer() {
        return buffer;
    }

    int length() {
        return length;
    }

    /** Begins again, with the buffer that is there. */
    void clear() {
        length = 0;
    }

    private void ensure(int more) {
        if (more > buffer.length - length) {
            makeRoom(more);
        }
    }

    private void makeRoom(int more) {
        if (pieces != null && more > mostBytes - length) {
            pieces.take(buffer, length);
            length = 0;
        }
        int needed = Math.addExact(length, more);
        if (needed > buffer.length) {
            int roomy = (int) Math.min(2L * needed, Math.min(mostBytes, Integer.MAX_VALUE - 8));
            buffer = Arrays.copyOf(buffer, Math.max(needed, roomy));
        }
    }
}

package dev.holdfast.json;

import java.time.Instant;
import java.util.Arrays;

/**
 * A text that is put together from values in canonical form and what the caller writes between them, for callers whose
 * objects always have the same members: they need no {@link JsonObject} then. Whether the whole is JSON is up to the
 * caller. Keeps its memory when it is {@linkplain #clear cleared}. Not thread-safe.
 */
public final class JsonOutput {
    private final JsonWriter writer;

    /**
     * An empty text.
     *
     * @param capacity how many bytes it has room for at first
     */
    public JsonOutput(int capacity) {
        writer = new JsonWriter(true, capacity);
    }

    /** Writes ASCII characters as they are, such as braces, commas and quoted names. */
    public JsonOutput plain(String ascii) {
        writer.ascii(ascii);
        return this;
    }

    /** Writes bytes as they are. */
    public JsonOutput plain(byte[] bytes) {
        writer.bytes(bytes);
        return this;
    }

    /**
     * Writes a string.
     *
     * @throws IllegalArgumentException if it holds an unpaired surrogate
     */
    public JsonOutput string(String characters) {
        Utf8.requireWellFormed(characters);
        writer.string(characters);
        return this;
    }

    /** Writes a number. */
    public JsonOutput number(long value) {
        writer.integer(value);
        return this;
    }

    /** Writes a value in canonical form. */
    public JsonOutput value(Json value) {
        writer.value(value);
        return this;
    }

    /** Writes a time as a string, as {@link Instant#toString()} tells it. */
    public JsonOutput time(Instant time) {
        writer.ascii("\"");
        IsoTime.write(time, writer);
        writer.ascii("\"");
        return this;
    }

    /** How many bytes were written. */
    public int length() {
        return writer.length();
    }

    /** What was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(writer.buffer(), writer.length());
    }

    /**
     * The memory that holds what was written in its first {@link #length()} bytes, not a copy, for callers that hash or
     * store it; the next write may leave it behind.
     */
    public byte[] borrow() {
        return writer.buffer();
    }

    /** Begins an empty text in the memory of this one. */
    public void clear() {
        writer.clear();
    }

    @Override
    public String toString() {
        return "JsonOutput";
    }
}

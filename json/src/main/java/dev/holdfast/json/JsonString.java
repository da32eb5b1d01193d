package dev.holdfast.json;

/**
 * A string.
 *
 * @param value its characters, without unpaired surrogates, as a string that has them has no UTF-8 form
 */
public record JsonString(String value) implements Json {
    /** Checks that {@code value} is well-formed UTF-16 (RFC 8785 section 3.2.2.2 demands it). */
    public JsonString {
        Utf8.requireWellFormed(value);
    }

    @Override
    public byte[] toBytes() {
        return JsonWriter.print(this);
    }

    @Override
    public byte[] toCanonical() {
        return toBytes();
    }

    @Override
    public int canonicalSize() {
        return StringEscapes.quotedSize(value);
    }

    @Override
    public int depth() {
        return 0;
    }

    @Override
    public boolean sameValue(Json other) {
        return equals(other);
    }

    @Override
    public String toString() {
        return JsonWriter.text(this);
    }
}

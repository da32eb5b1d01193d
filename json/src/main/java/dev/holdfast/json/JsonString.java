package dev.holdfast.json;

import org.jspecify.annotations.Nullable;

/** A string. */
public final class JsonString implements Json {
    /** The characters as a {@link String}, or the value whose text they are. */
    private final Object content;

    /**
     * A string of these characters.
     *
     * @throws IllegalArgumentException if they hold an unpaired surrogate, since then they have no UTF-8 form (RFC 8785
     *     section 3.2.2.2)
     */
    public JsonString(String value) {
        Utf8.requireWellFormed(value);
        this.content = value;
    }

    private JsonString(Json written) {
        this.content = written;
    }

    /** See {@link Json#textOf}. */
    static JsonString textOf(Json value) {
        return new JsonString(value);
    }

    /** The characters. Those of {@link Json#textOf} are made anew by every call. */
    public String value() {
        return content instanceof String text ? text : content.toString();
    }

    /** The value whose text this is; null if it was given as characters. */
    @Nullable Json written() {
        return content instanceof String ? null : (Json) content;
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
        return StringEscapes.quotedSize(value());
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
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof JsonString string && value().equals(string.value()));
    }

    @Override
    public int hashCode() {
        return value().hashCode();
    }

    @Override
    public String toString() {
        return JsonWriter.text(this);
    }
}

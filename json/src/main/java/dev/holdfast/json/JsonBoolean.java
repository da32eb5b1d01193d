package dev.holdfast.json;

/** The values {@code true} and {@code false}. */
public enum JsonBoolean implements Json {
    TRUE,
    FALSE;

    /** The constant for {@code value}. */
    public static JsonBoolean of(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** The value as Java's. */
    public boolean value() {
        return this == TRUE;
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
        return value() ? 4 : 5;
    }

    @Override
    public int depth() {
        return 0;
    }

    @Override
    public boolean sameValue(Json other) {
        return this == other;
    }

    @Override
    public String toString() {
        return value() ? "true" : "false";
    }
}

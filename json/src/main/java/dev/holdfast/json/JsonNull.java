package dev.holdfast.json;

/** The value {@code null}. */
public enum JsonNull implements Json {
    NULL;

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
        return 4;
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
        return "null";
    }
}

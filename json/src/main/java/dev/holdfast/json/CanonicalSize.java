package dev.holdfast.json;

/** The length in bytes of a container's canonical form, summed up from its parts or corrected by a change. */
final class CanonicalSize {
    private static final long BRACKETS = 2;

    private long bytes;

    /** A container of {@code parts} parts, none of which have been added. */
    CanonicalSize(int parts) {
        bytes = BRACKETS + commas(parts);
    }

    private static int commas(int parts) {
        return Math.max(0, parts - 1);
    }

    /** Starts from a container of known length; {@link #add} and {@link #remove} then name the parts that differ. */
    static CanonicalSize changing(int bytes, int partsBefore, int partsAfter) {
        var size = new CanonicalSize(partsAfter);
        size.bytes += bytes - BRACKETS - commas(partsBefore);
        return size;
    }

    /** Whether {@code bytes} is known, and small enough to be right. */
    static boolean isExact(int bytes) {
        return bytes != 0 && bytes != Integer.MAX_VALUE;
    }

    void add(Json part) {
        bytes += part.canonicalSize();
    }

    void remove(Json part) {
        bytes -= part.canonicalSize();
    }

    void addMember(String name, Json value) {
        bytes += StringEscapes.quotedSize(name) + 1L + value.canonicalSize();
    }

    void removeMember(String name, Json value) {
        bytes -= StringEscapes.quotedSize(name) + 1L + value.canonicalSize();
    }

    int bytes() {
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }
}

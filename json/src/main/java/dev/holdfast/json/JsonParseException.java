package dev.holdfast.json;

/**
 * Thrown for a text that is not JSON as this package reads it. The message says what is wrong and where, and quotes at
 * most a few characters of the text.
 */
public final class JsonParseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final long offset;

    private JsonParseException(Reason reason, String message, long offset) {
        super(message, null, false, true);
        this.reason = reason;
        this.offset = offset;
    }

    /** What is wrong with the text. */
    public enum Reason {
        /** It breaks the grammar of RFC 8259, or is not UTF-8. */
        SYNTAX,
        /** An object names a member twice. */
        DUPLICATE_MEMBER,
        /** It nests too deep. */
        DEPTH,
        /** It is too long. */
        SIZE,
        /** A number is outside the limits of {@link JsonNumber}. */
        NUMBER,
        /** A string holds an unpaired surrogate. */
        STRING
    }

    static JsonParseException at(Reason reason, String what, Location where) {
        return new JsonParseException(
                reason, what + " at line " + where.line() + ", column " + where.column(), where.offset());
    }

    static JsonParseException of(Reason reason, String what) {
        return new JsonParseException(reason, what, -1);
    }

    /** What is wrong. */
    public Reason reason() {
        return reason;
    }

    /** Where in the text, in UTF-16 code units from its start; -1 if the failure has no place. */
    public long offset() {
        return offset;
    }

    /** A place in a text: offset from 0, line and column from 1, all in UTF-16 code units. */
    record Location(long offset, int line, int column) {
        static Location after(String text) {
            int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
            return new Location(text.length(), line, text.length() - text.lastIndexOf('\n'));
        }
    }
}

package dev.holdfast.json;

/** Thrown for a text that is not a JSON Pointer (RFC 6901 section 3). */
public final class JsonPointerException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private JsonPointerException(String message) {
        super(message);
    }

    static JsonPointerException noLeadingSlash() {
        return new JsonPointerException("a JSON Pointer is empty or starts with '/'");
    }

    static JsonPointerException badEscape(int index) {
        return new JsonPointerException("'~' is not followed by 0 or 1 at index " + index + " of the JSON Pointer");
    }

    static JsonPointerException unpairedSurrogate() {
        return new JsonPointerException("the JSON Pointer holds an unpaired surrogate");
    }
}

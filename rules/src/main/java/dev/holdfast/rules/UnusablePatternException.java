package dev.holdfast.rules;

/** Thrown for a regular expression that is refused, or takes too much work. It passes through the schema library. */
final class UnusablePatternException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusablePatternException(String message) {
        super(message);
    }
}

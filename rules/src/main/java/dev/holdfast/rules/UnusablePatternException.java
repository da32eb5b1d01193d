package dev.holdfast.rules;

/** A regular expression that is refused, or takes too much work. It passes through the schema library. */
final class UnusablePatternException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusablePatternException(String message) {
        super(message);
    }
}

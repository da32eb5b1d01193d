package dev.holdfast.rules;

/**
 * Estimates how large the program of a pattern becomes, before it is compiled: {@code (((a{1000}){1000}){1000})} is
 * short, but compiling it takes all memory. The estimate is never too low: an atom counts one, and a repetition
 * multiplies.
 */
final class PatternSize {
    private static final int MOST = 2_000;

    private final String pattern;
    private int at;

    private PatternSize(String pattern) {
        this.pattern = pattern;
    }

    /** Whether a pattern is small enough to be compiled. */
    static boolean isBounded(String pattern) {
        if (pattern.length() > MOST / 2) {
            return false;
        }
        PatternSize size = new PatternSize(pattern);
        long sum = 0;
        while (size.at < pattern.length()) {
            sum += size.sequence();
        }
        return sum <= MOST;
    }

    /** The size up to the end of the group that is open; sizes beyond the limit stay there. */
    private long sequence() {
        long sum = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at++);
            if (c == ')') {
                return sum;
            }
            sum = Math.min(MOST + 1L, sum + atom(c) * repetitions());
        }
        return sum;
    }

    private long atom(char first) {
        return switch (first) {
            case '(' -> 1 + sequence();
            case '[' -> {
                skipClass();
                yield 1;
            }
            case '\\' -> {
                at++;
                yield 1;
            }
            default -> 1;
        };
    }

    private void skipClass() {
        at = pattern.startsWith("^", at) ? at + 1 : at;
        at = pattern.startsWith("]", at) ? at + 1 : at;
        while (at < pattern.length() && pattern.charAt(at) != ']') {
            at += pattern.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
    }

    /** How many copies of its operand {@code {n,m}} may expand to; 1 if there are no such braces. */
    private long repetitions() {
        int end = pattern.startsWith("{", at) ? pattern.indexOf('}', at) : -1;
        if (end < 0) {
            return 1;
        }
        long most = 1;
        long bound = 0;
        for (char c : pattern.substring(at + 1, end).toCharArray()) {
            if (c != ',' && (c < '0' || c > '9')) {
                return 1;
            }
            bound = c == ',' ? 0 : Math.min(MOST, 10 * bound + c - '0');
            most = Math.max(most, bound);
        }
        at = end + 1;
        return (most + 1) * repetitions();
    }
}

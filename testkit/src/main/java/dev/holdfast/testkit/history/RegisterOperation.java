package dev.holdfast.testkit.history;

/**
 * A call on one register, which holds a number and begins with 0. Every write has a unique number, so an expected
 * number identifies one write.
 *
 * @param client the number of the client
 * @param key the name of the register
 * @param invoked when it began, in nanoseconds
 * @param completed when it was answered, in nanoseconds; {@link RecordedOperation#NEVER} if it was not
 * @param kind the operation
 * @param expected the number that a compare-and-set expects; otherwise 0
 * @param value the number read or written
 */
public record RegisterOperation(
        int client, String key, long invoked, long completed, Kind kind, long expected, long value) {

    /** The operation, for compare-and-set with its outcome. */
    public enum Kind {
        READ,
        WRITE,
        COMPARE_AND_SET,
        COMPARE_AND_SET_REFUSED
    }

    boolean isAnswered() {
        return completed != RecordedOperation.NEVER;
    }

    /** Whether a register that holds the given number can give this answer. */
    boolean fits(long held) {
        return switch (kind) {
            case READ -> held == value;
            case WRITE -> true;
            case COMPARE_AND_SET -> held == expected;
            case COMPARE_AND_SET_REFUSED -> held != expected;
        };
    }

    /** The number in the register after the call. */
    long after(long held) {
        return kind == Kind.WRITE || kind == Kind.COMPARE_AND_SET ? value : held;
    }
}

package dev.holdfast.testkit.history;

/**
 * A call about one register, which holds a number and begins with 0. Every write has a number of its own, so an
 * expected number means one certain write.
 *
 * @param client who called
 * @param key which register
 * @param invoked when it began
 * @param completed when it was answered; {@link Operation#NEVER} if it was not
 * @param kind what it does
 * @param expected what a compare-and-set expects; else 0
 * @param value what was read, or is written
 */
public record RegisterOperation(
        int client, String key, long invoked, long completed, Kind kind, long expected, long value) {

    /** What a call does, and for compare-and-set how it went. */
    public enum Kind {
        READ,
        WRITE,
        COMPARE_AND_SET,
        COMPARE_AND_SET_REFUSED
    }

    boolean isAnswered() {
        return completed != Operation.NEVER;
    }

    /** Whether the call can have been answered so by a register that holds a number. */
    boolean fits(long held) {
        return switch (kind) {
            case READ -> held == value;
            case WRITE -> true;
            case COMPARE_AND_SET -> held == expected;
            case COMPARE_AND_SET_REFUSED -> held != expected;
        };
    }

    /** What the register holds after it. */
    long after(long held) {
        return kind == Kind.WRITE || kind == Kind.COMPARE_AND_SET ? value : held;
    }
}

package dev.holdfast.cli.command;

import dev.holdfast.engine.Failure;

/** Exit codes, for scripts. 1 is reserved for faults of the program. */
public final class ExitCode {
    /** What was asked for is done. */
    public static final int DONE = 0;
    /** The program is wrong, or what it looked after is. */
    public static final int FAULT = 1;

    private ExitCode() {}

    /** The code of a failure. */
    public static int of(Failure.Code code) {
        return switch (code) {
            case INVALID -> 2;
            case CONFLICT -> 3;
            case NOT_FOUND, EXPIRED, COMPACTED -> 4;
            case FORBIDDEN -> 5;
            case REJECTED, LIMIT, OP_REUSED -> 6;
            case UNAVAILABLE -> 7;
        };
    }
}

package dev.holdfast.engine.spi.rules;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The work that one command, list or wait may still cause. Whatever computes for a caller spends steps as it goes, so
 * that it ends when they are used up or when the caller has left. One step stands for a look at one byte; a node of an
 * expression or a schema costs {@link #NODE} of them. Not thread-safe.
 */
public final class Steps {
    /** What it costs to evaluate one node of an expression or one keyword of a schema. */
    public static final int NODE = 64;

    /** What it costs to compile one byte of an expression or a schema. */
    public static final int COMPILE = 32;

    /** What the shortest expression costs to compile, as if it had so many bytes more. */
    private static final long FIRST_BYTES = 4_000;

    /** How many steps are taken between two looks at whether the caller has left: less than a millisecond's work. */
    private static final long LOOK = 1 << 16;

    private final long most;
    private final EndedException.Reason whenUsedUp;
    private final BooleanSupplier left;
    private long spent;
    private long nextLook = LOOK;
    private EndedException.@Nullable Reason ended;

    private Steps(long most, EndedException.Reason whenUsedUp, BooleanSupplier left) {
        this.most = most;
        this.whenUsedUp = whenUsedUp;
        this.left = left;
    }

    /**
     * All steps that some work may take.
     *
     * @param left whether the caller has left
     */
    public static Steps all(long most, BooleanSupplier left) {
        return new Steps(most, EndedException.Reason.EXHAUSTED, left);
    }

    /** The steps that some work may take here; if it needs more, it is begun again where more are allowed. */
    public static Steps first(long most) {
        return new Steps(most, EndedException.Reason.DEARER, () -> false);
    }

    /** What it costs to compile an expression. */
    public static long compiling(String expression) {
        return COMPILE * (expression.length() + FIRST_BYTES);
    }

    /**
     * Spends steps.
     *
     * @throws EndedException if there are too few, now or at an earlier call, or the caller has left
     */
    public void spend(long steps) {
        spent += steps;
        if (ended == null && spent >= nextLook) {
            nextLook = spent + LOOK;
            ended = left.getAsBoolean() ? EndedException.Reason.LEFT : null;
        }
        if (ended == null && spent > most) {
            ended = whenUsedUp;
        }
        requireGoingOn();
    }

    /**
     * Ends the work if it has ended: some libraries swallow the failure that ended it.
     *
     * @throws EndedException if so
     */
    public void requireGoingOn() {
        if (ended != null) {
            throw new EndedException(ended);
        }
    }

    /** Steps without end, for work that is done for no caller in particular. */
    public static Steps unlimited() {
        return all(Long.MAX_VALUE, () -> false);
    }

    /**
     * Steps for reading what is stored, which takes as long as it takes: without end but for that of the caller. The
     * first steps of some work are not more for that.
     */
    public Steps forReading() {
        return whenUsedUp == EndedException.Reason.EXHAUSTED ? all(Long.MAX_VALUE, left) : this;
    }

    /**
     * Steps for a part of the work that is to end alone if it takes too many: as many again as there were. The first
     * steps of some work are not more for that.
     */
    public Steps forAPart() {
        return whenUsedUp == EndedException.Reason.EXHAUSTED ? new Steps(most, whenUsedUp, left) : this;
    }

    /** How many were spent. */
    public long spent() {
        return spent;
    }

    /** How many there were. */
    public long most() {
        return most;
    }

    /** Work ended before it had a result. It has no stack trace, since it is thrown often. */
    public static final class EndedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** Why work ended. */
        public enum Reason {
            /** All steps are used up. */
            EXHAUSTED,
            /** It takes more steps than are allowed here. */
            DEARER,
            /** The caller has left. */
            LEFT
        }

        private final Reason reason;

        EndedException(Reason reason) {
            super("work ended: " + reason, null, false, false);
            this.reason = reason;
        }

        /** Why the work ended. */
        public Reason reason() {
            return reason;
        }
    }
}

package dev.holdfast.engine.spi;

import java.util.OptionalLong;

/** The outcome of one append of a batch. Only {@link Appended} is an acknowledgement. */
public sealed interface AppendResult {
    /** Stored, in the store's durability class. */
    record Appended() implements AppendResult {}

    /** The state was not at the expected revision; nothing was stored. The actual revision is given if it is known. */
    record Conflict(OptionalLong actual) implements AppendResult {}

    /** The state was erased; its tombstone stays forever. */
    record Gone() implements AppendResult {}

    /** The commit is larger than the store takes; nothing was stored. */
    record TooLarge(long limitBytes) implements AppendResult {}

    /**
     * It is unknown whether it was stored: read from the expected revision on to find out. Not a failure by itself. As
     * long as no commit has its revision, it may still be stored later.
     */
    record Indeterminate(Throwable cause) implements AppendResult {}

    /**
     * Certainly not stored: the batch failed before this append, or an earlier commit of the same state was not
     * appended.
     */
    record NotAttempted(Throwable cause) implements AppendResult {
        /** For the remaining commits of a state in a batch, after one of them was not appended. */
        public static NotAttempted afterOneThatFailed() {
            return new NotAttempted(new IllegalStateException("an earlier commit of the same state was not appended"));
        }
    }

    /** The only instance of {@link Appended} that is needed. */
    AppendResult APPENDED = new Appended();
}

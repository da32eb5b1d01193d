package dev.holdfast.engine.spi;

import java.util.OptionalLong;

/** What became of one append of a batch. Only {@link Appended} is an acknowledgement. */
public sealed interface AppendResult {
    /** Stored, in the store's durability class. */
    record Appended() implements AppendResult {}

    /**
     * The state was not at the expected revision; nothing was stored. The actual revision is given where it is known.
     */
    record Conflict(OptionalLong actual) implements AppendResult {}

    /** The state was erased; its tombstone stays for ever. */
    record Gone() implements AppendResult {}

    /** The commit is larger than the store takes; nothing was stored. */
    record TooLarge(long limitBytes) implements AppendResult {}

    /**
     * Nobody knows whether it was stored: read on from the expected revision to find out. Never a failure by itself.
     */
    record Indeterminate(Throwable cause) implements AppendResult {}

    /** Certainly not stored: the batch failed before it, or an earlier commit of the same state was not appended. */
    record NotAttempted(Throwable cause) implements AppendResult {
        /** For the rest of a state's commits in a batch, once one of them was not appended. */
        public static NotAttempted afterOneThatFailed() {
            return new NotAttempted(new IllegalStateException("an earlier commit of the same state was not appended"));
        }
    }

    /** The one instance needed of {@link Appended}. */
    AppendResult APPENDED = new Appended();
}

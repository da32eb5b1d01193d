package dev.holdfast.mcp;

import org.jspecify.annotations.Nullable;

/** Reports the progress of a request to the client, if it asked for that. Thread-safe. */
public interface CallProgress {
    /** Whether the client asked for reports; if not, they are dropped. */
    boolean isWanted();

    /**
     * Reports progress. A value that is not greater than the last one is dropped, as is every report after the answer.
     *
     * @param progress the amount of work done, in any unit
     * @param total the whole amount of work, in the same unit; null if unknown
     * @param message a description of the current work, for users; null for none
     */
    void report(double progress, @Nullable Double total, @Nullable String message);

    /** Reports progress without total and message. */
    default void report(double progress) {
        report(progress, null, null);
    }
}

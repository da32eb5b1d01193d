package dev.holdfast.mcp;

import org.jspecify.annotations.Nullable;

/** Tells the client how far a request is, if it asked to be told. Thread-safe. */
public interface Progress {
    /** Whether the client asked; if not, reports cost nothing and go nowhere. */
    boolean isWanted();

    /**
     * Reports progress. A value that is not greater than the last one is dropped, as is every report after the answer.
     *
     * @param progress how much is done, in any unit
     * @param total how much there is to do, in the same unit
     * @param message what is being done, for people
     */
    void report(double progress, @Nullable Double total, @Nullable String message);

    /** Reports progress without total and message. */
    default void report(double progress) {
        report(progress, null, null);
    }
}

package dev.holdfast.engine;

/** Receives the progress of long work, on the thread that does the work. */
@FunctionalInterface
public interface Progress {
    /** Ignores progress. */
    Progress NONE = states -> {};

    /** Called with the number of states that are done. */
    void done(long states);
}

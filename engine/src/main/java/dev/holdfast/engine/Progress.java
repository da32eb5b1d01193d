package dev.holdfast.engine;

/** Told how far long work has come. */
@FunctionalInterface
public interface Progress {
    /** Tells nobody. */
    Progress NONE = states -> {};

    /** So many states are done. */
    void done(long states);
}

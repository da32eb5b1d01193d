package dev.holdfast.engine.spi;

/** How long a state is meant to live. */
public enum Lifetime {
    /** Until it has been idle for a while, or reached its greatest age. */
    SESSION,
    /** Until somebody closes it. */
    PERSISTENT
}

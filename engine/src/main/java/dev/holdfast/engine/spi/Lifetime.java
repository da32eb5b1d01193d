package dev.holdfast.engine.spi;

/** How long a state is meant to live. */
public enum Lifetime {
    /** Until it has been idle for a set time, or has reached its maximum age. */
    SESSION,
    /** Until it is closed. */
    PERSISTENT
}

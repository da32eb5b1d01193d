package dev.holdfast.engine.spi;

/**
 * Whether a state is open, according to its commits. A state that has expired becomes closed with an event; until then
 * only {@code expires} in its header shows it.
 */
public enum Phase {
    OPEN,
    CLOSED
}

package dev.holdfast.engine.spi;

/**
 * Where a state is in its life, as far as commits tell. A state that has expired is closed once an event says so; until
 * then only its header's time tells.
 */
public enum Phase {
    OPEN,
    CLOSED
}

package dev.holdfast.engine.spi;

/** Where a state is in its life, as far as commits tell. Expiry is a matter of the header's time, not of its phase. */
public enum Phase {
    OPEN,
    CLOSED
}

package dev.holdfast.engine.spi;

/** What an acknowledged commit survives, from least to most. */
public enum Durability {
    /** Nothing: it is lost with the process. */
    EPHEMERAL,
    /** A crash of the process. */
    PROCESS,
    /** Power loss of the one machine. */
    LOCAL,
    /** Loss of a minority of machines, each having synced. */
    QUORUM
}

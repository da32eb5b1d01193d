package dev.holdfast.engine.spi;

/** How fresh a read must be. */
public enum Consistency {
    /** Sees every commit acknowledged anywhere before the read began. */
    LINEARIZABLE,
    /** May be behind, but never shows what could still be lost. */
    CACHED
}

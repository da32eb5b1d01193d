package dev.holdfast.engine.spi;

/** How fresh a read must be. */
public enum Consistency {
    /** Sees every commit acknowledged anywhere before the read began. */
    LINEARIZABLE,
    /** May be stale, but never shows a commit that could still be lost. */
    CACHED
}

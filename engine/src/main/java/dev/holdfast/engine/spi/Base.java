package dev.holdfast.engine.spi;

/**
 * A record that replaces all commits of a state up to a revision. Unlike a snapshot it cannot be rebuilt: the commits
 * are gone.
 *
 * @param revision the last revision it replaces
 * @param content the folded state, opaque to the store
 * @param hash the chain hash at that revision
 */
public record Base(long revision, Bytes content, Bytes hash) {}

package dev.holdfast.engine.spi;

/**
 * A copy of a state, so that opening it need not read its whole log. It can be rebuilt from the log at any time.
 *
 * @param revision the last revision it includes
 * @param content the folded state, opaque to the store
 * @param hash the chain hash at that revision
 */
public record Snapshot(long revision, Bytes content, Bytes hash) {}

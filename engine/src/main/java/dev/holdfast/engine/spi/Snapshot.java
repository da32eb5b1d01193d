package dev.holdfast.engine.spi;

/**
 * A rebuildable copy of a state, so that opening it need not read its whole log. Never part of the truth.
 *
 * @param revision the last revision it stands for
 * @param content the folded state, opaque to the store
 * @param hash the chain hash at that revision
 */
public record Snapshot(long revision, Bytes content, Bytes hash) {}

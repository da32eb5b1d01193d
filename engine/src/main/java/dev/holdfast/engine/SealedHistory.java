package dev.holdfast.engine;

/**
 * The result of sealing what was stored before its store was encrypted.
 *
 * @param states how many states had something in clear that is sealed now
 * @param revisions how many of their revisions can no longer be read one by one, since they were folded into a base
 * @param left how many states still have something in clear, because they have ended: it goes when they are removed
 */
public record SealedHistory(long states, long revisions, long left) {}

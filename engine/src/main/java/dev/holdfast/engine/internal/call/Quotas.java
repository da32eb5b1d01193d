package dev.holdfast.engine.internal.call;

/**
 * How much each principal may have and do.
 *
 * @param states how many states, and how many bytes in them
 * @param calls how many calls a second
 * @param writes how many bytes stored a second
 * @param waits how many waits at the same time
 */
public record Quotas(StateQuota states, CallQuota calls, WriteQuota writes, WaitQuota waits) {}

package dev.holdfast.engine.internal.call;

/**
 * How much each principal may have and do.
 *
 * @param states how many states
 * @param calls how many calls a second
 */
public record Quotas(StateQuota states, CallQuota calls) {}

package dev.holdfast.engine;

import org.jspecify.annotations.Nullable;

/**
 * The result of a request for a lease.
 *
 * @param revision the state's revision after the request
 * @param lease the lease as granted; null if it was released, or if this is a retry whose revision is no longer kept
 * @param replayed whether the command was a retry of one carried out before
 */
public record Leased(long revision, @Nullable Lease lease, boolean replayed) {}

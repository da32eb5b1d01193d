package dev.holdfast.engine;

import org.jspecify.annotations.Nullable;

/**
 * What became of a lease.
 *
 * @param revision the state's revision after it
 * @param lease the lease as it is held now; null if it was released, or if this is a replay whose revision is no longer
 *     kept
 * @param replayed whether this answers a command that was carried out before
 */
public record Leased(long revision, @Nullable Lease lease, boolean replayed) {}

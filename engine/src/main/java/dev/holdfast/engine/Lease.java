package dev.holdfast.engine;

import java.time.Instant;

/**
 * An exclusive claim that ends by itself. Others can still write while it is held. A write that carries the token is
 * refused after the lease has ended or was granted to another, so a holder that was paused for too long does no harm.
 *
 * @param name its name within its state
 * @param holder the principal that holds it
 * @param token the fencing token: the revision that granted the lease, so that a later lease always has a higher token
 * @param until when it ends unless it is renewed before then
 */
public record Lease(String name, String holder, long token, Instant until) {
    /** Whether the lease has not ended at a time. */
    public boolean isLiveAt(Instant now) {
        return now.isBefore(until);
    }
}

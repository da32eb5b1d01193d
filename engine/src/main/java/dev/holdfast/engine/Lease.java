package dev.holdfast.engine;

import java.time.Instant;

/**
 * An exclusive claim that ends by itself. Holding it excludes nobody from writing; a write that carries the token is
 * refused once the lease is somebody else's or nobody's, which is what makes a holder that was paused for too long
 * harmless.
 *
 * @param name what it is called, within its state
 * @param holder the principal that holds it
 * @param token the fencing token: the revision that granted it, so a later lease always has a higher one
 * @param until when it ends unless it is renewed before
 */
public record Lease(String name, String holder, long token, Instant until) {
    /** Whether it still holds at a time. */
    public boolean isLiveAt(Instant now) {
        return now.isBefore(until);
    }
}

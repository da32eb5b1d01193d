package dev.holdfast.mcp;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Remembers which request states were used, so that each is used once. Thread-safe, blocking. Instances that accept
 * each other's state have to share one.
 */
public interface UsedStates {
    /**
     * Uses a state up.
     *
     * @param id the identity of the state, 22 characters of base64url
     * @param expiry from when on the state is refused anyway, so that the id may be forgotten
     * @return whether this is the first use; of several at the same time only one is. False as well if it cannot be
     *     remembered
     * @throws RuntimeException if this cannot be told now: the request fails with an internal error, and may be
     *     repeated
     */
    boolean use(String id, Instant expiry);

    /**
     * Ids in this process's memory. Beyond {@code capacity} ids that have not expired no state is accepted until one
     * has: forgetting one would let it be used again.
     */
    static UsedStates inMemory(int capacity, InstantSource clock) {
        return new InMemoryUsedStates(capacity, clock);
    }
}

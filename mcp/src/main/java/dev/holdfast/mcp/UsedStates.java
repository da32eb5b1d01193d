package dev.holdfast.mcp;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Remembers which request states were used, so that each is used once. Implementations are thread-safe and may block.
 * Instances that accept each other's state must share one.
 */
public interface UsedStates {
    /**
     * Marks a state as used.
     *
     * @param id the id of the state, 22 characters of base64url
     * @param expiry when the state expires, after which the id may be forgotten
     * @return whether this is the first use; of concurrent uses only one is. Also false if there is no room to remember
     *     it
     * @throws RuntimeException if the use cannot be recorded now; the request fails with an internal error and may be
     *     repeated
     */
    boolean use(String id, Instant expiry);

    /**
     * Marks a state as used by a caller, as {@link #use(String, Instant)} does. A store that many callers share keeps a
     * share for each authenticated caller, so that none takes all its room.
     */
    default boolean use(String id, Instant expiry, Caller caller) {
        return use(id, expiry);
    }

    /**
     * Keeps ids in the memory of this process. While {@code capacity} ids have not expired, every further state is
     * refused: forgetting an id would let its state be used again. So is every further state of an authenticated caller
     * while a quarter of that many are its own.
     */
    static UsedStates inMemory(int capacity, InstantSource clock) {
        return new InMemoryUsedStates(capacity, clock);
    }
}

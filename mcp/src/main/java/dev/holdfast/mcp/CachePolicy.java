package dev.holdfast.mcp;

/**
 * How long and by whom an answer may be reused; sent to clients of the stateless era.
 *
 * @param ttlMs how many milliseconds the answer stays fresh; 0 means it is stale at once
 * @param shared whether a shared cache may give it to any user. This is not access control
 */
public record CachePolicy(long ttlMs, boolean shared) {
    /** Live data of one caller: stale at once, never shared. */
    public static final CachePolicy LIVE = new CachePolicy(0, false);

    /** @throws IllegalArgumentException if the time is negative */
    public CachePolicy {
        if (ttlMs < 0) {
            throw new IllegalArgumentException("ttlMs must not be negative, but is " + ttlMs);
        }
    }
}

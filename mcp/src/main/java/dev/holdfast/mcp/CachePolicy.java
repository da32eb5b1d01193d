package dev.holdfast.mcp;

/**
 * How long and by whom an answer may be reused, told to clients of the stateless era.
 *
 * @param ttlMs milliseconds the answer stays fresh; 0 means it is stale at once
 * @param shared whether a shared cache may give it to any user. No access control
 */
public record CachePolicy(long ttlMs, boolean shared) {
    /** Live data of one caller: stale at once, never shared. */
    public static final CachePolicy LIVE = new CachePolicy(0, false);

    /** @throws IllegalArgumentException if the time is negative */
    public CachePolicy {
        if (ttlMs < 0) {
            throw new IllegalArgumentException("A time to live is not negative, but this is " + ttlMs);
        }
    }
}

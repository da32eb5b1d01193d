package dev.holdfast.mcp.http;

import java.time.Duration;

/**
 * Whether bytes that a connection waits for go on flowing: in each period at least so many must come while it waits.
 * For one thread, which looks from time to time.
 */
final class ByteFlow {
    private final long period;
    private final long least;
    private boolean watching;
    private long since;
    private long before;

    ByteFlow(Duration period, long leastBytes) {
        this.period = period.toNanos();
        this.least = leastBytes;
    }

    /**
     * Looks again.
     *
     * @param waiting whether the connection waits for bytes
     * @param bytes how many there have been from the beginning on
     */
    boolean isStalled(boolean waiting, long bytes, long now) {
        boolean enough = now - since >= period && bytes - before >= least;
        if (!waiting || !watching || enough) {
            watching = waiting;
            since = now;
            before = bytes;
            return false;
        }
        return now - since >= period;
    }
}

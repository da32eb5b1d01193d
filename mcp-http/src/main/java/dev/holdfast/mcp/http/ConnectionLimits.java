package dev.holdfast.mcp.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.Duration;

/**
 * Bounds on the connections of an {@link HttpTransport}. Immutable.
 *
 * @param max the most connections in all; beyond it the one that was unused longest is closed
 * @param maxPerAddress the most connections of one remote address; loopback addresses are bounded by {@code max} alone
 * @param head how long a client may take to send the head of a request, from its first byte, or from the beginning of
 *     the connection for the first one
 * @param idle how long a connection is kept between two requests
 * @param body within each such period a client that sends a body must send 16 KiB of it, or its rest
 * @param write within each such period a client must take 64 KiB of its answer, or its rest
 */
public record ConnectionLimits(
        int max, int maxPerAddress, Duration head, Duration idle, Duration body, Duration write) {
    private static final int FEWEST = 16;
    private static final int MOST = 10_000;
    private static final int DESCRIPTORS_IF_UNKNOWN = 4_096;
    private static final int LEAST_RESERVE = 128;
    private static final long HEAP_BYTES_EACH = 32 << 10;

    /**
     * @throws IllegalArgumentException if a number or duration is not positive
     */
    public ConnectionLimits {
        if (max < 1 || maxPerAddress < 1) {
            throw new IllegalArgumentException("At least one connection is needed, but the limits are " + max
                    + " in all and " + maxPerAddress + " per address");
        }
        for (Duration each : new Duration[] {head, idle, body, write}) {
            if (each.isNegative() || each.isZero()) {
                throw new IllegalArgumentException("A connection needs time, but one of its periods is " + each);
            }
        }
    }

    /**
     * What this process can bear: three quarters of its file descriptors, so that the store keeps some, one for every
     * 32 KiB of heap, and no more than 10,000; half of that per address. 10 seconds for a head, two minutes between
     * requests, 15 seconds for each 16 KiB of a body, 30 for each 64 KiB of an answer.
     */
    public static ConnectionLimits standard() {
        return standard(descriptors(), Runtime.getRuntime().maxMemory());
    }

    static ConnectionLimits standard(long descriptors, long heapBytes) {
        long spare = descriptors - Math.max(LEAST_RESERVE, descriptors / 4);
        int max = (int) Math.max(FEWEST, Math.min(MOST, Math.min(spare, heapBytes / HEAP_BYTES_EACH)));
        return new ConnectionLimits(
                max,
                Math.max(1, max / 2),
                Duration.ofSeconds(10),
                Duration.ofMinutes(2),
                Duration.ofSeconds(15),
                Duration.ofSeconds(30));
    }

    /** How many files and connections the process may have open. */
    private static long descriptors() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : DESCRIPTORS_IF_UNKNOWN;
    }

    /** The same with other numbers of connections. */
    public ConnectionLimits withMax(int inAll, int perAddress) {
        return new ConnectionLimits(inAll, perAddress, head, idle, body, write);
    }

    /** The same with another {@link #head()}. */
    public ConnectionLimits withHead(Duration period) {
        return new ConnectionLimits(max, maxPerAddress, period, idle, body, write);
    }

    /** The same with another {@link #idle()}. */
    public ConnectionLimits withIdle(Duration period) {
        return new ConnectionLimits(max, maxPerAddress, head, period, body, write);
    }

    /** The same with another {@link #body()}. */
    public ConnectionLimits withBody(Duration period) {
        return new ConnectionLimits(max, maxPerAddress, head, idle, period, write);
    }

    /** The same with another {@link #write()}. */
    public ConnectionLimits withWrite(Duration period) {
        return new ConnectionLimits(max, maxPerAddress, head, idle, body, period);
    }
}

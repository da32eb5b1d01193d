package dev.holdfast.mcp.internal.stdio;

import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ServerLimits;
import dev.holdfast.mcp.internal.flight.Holder;
import dev.holdfast.mcp.internal.flight.TransportShares;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The stdio connections of one process, which have one heap together: what all of them hold of messages and answers is
 * bounded, and what each may have of that. Thread-safe.
 */
public final class Companions {
    private static final int HEAP_SHARE = 3;

    private final TransportShares shares;
    private final Semaphore messages;
    private final AtomicLong connections = new AtomicLong();

    private Companions(TransportShares shares, int messageBytes) {
        this.shares = shares;
        this.messages = new Semaphore(messageBytes, true);
    }

    /** None yet. */
    public static Companions of(ServerLimits limits) {
        return of(limits, (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / HEAP_SHARE));
    }

    /** @param messageBytes what the messages of all may weigh */
    static Companions of(ServerLimits limits, int messageBytes) {
        TransportShares shares = TransportShares.of(limits, limits.maxMessageBytes(), limits.maxStreams());
        return new Companions(shares, messageBytes);
    }

    /** One more connection as a holder of shares. */
    Holder enter(Caller caller) {
        return shares.holder(caller, "stdio " + connections.incrementAndGet());
    }

    /** The bytes of messages that may still be received. */
    Semaphore messages() {
        return messages;
    }
}

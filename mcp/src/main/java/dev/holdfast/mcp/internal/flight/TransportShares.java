package dev.holdfast.mcp.internal.flight;

import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ServerLimits;

/**
 * What the callers of one transport share. Immutable and thread-safe.
 *
 * @param receiving messages that are being received
 * @param calls requests that run
 * @param streams open streams of notifications
 * @param addresses what is listened to
 * @param messages the memory of messages, in bytes
 * @param answers the memory of answers, in bytes
 */
public record TransportShares(
        Shares receiving, Shares calls, Shares streams, Shares addresses, Shares messages, Shares answers) {
    private static final long HEAP_BYTES_PER_ADDRESS = 8 << 10;
    private static final int LONGEST_MESSAGES = 64;

    /**
     * Shares of a transport.
     *
     * @param maxMessageBytes the longest message of the transport
     * @param maxStreams the most streams of all callers together
     */
    public static TransportShares of(ServerLimits limits, int maxMessageBytes, int maxStreams) {
        long heap = Runtime.getRuntime().maxMemory();
        int calls = limits.maxConcurrentCalls();
        long addresses = Math.max(limits.maxAddresses(), heap / HEAP_BYTES_PER_ADDRESS);
        return new TransportShares(
                Shares.of("messages on their way", "send fewer at once", calls, Long.MAX_VALUE),
                Shares.of("running calls", "cancel one or wait for an answer", calls, Long.MAX_VALUE),
                Shares.of("open streams", "close one first", limits.maxStreams(), maxStreams),
                Shares.of("addresses listened to", "listen to fewer", limits.maxAddresses(), addresses),
                memory(
                        "bytes of messages",
                        "send fewer long messages at once",
                        Math.max(maxMessageBytes, Math.min((long) LONGEST_MESSAGES * maxMessageBytes, heap / 3))),
                memory("bytes of answers", "take the answers that are on their way, or ask for less", heap / 4));
    }

    private static Shares memory(String what, String remedy, long inAll) {
        return Shares.ofMemory(what, remedy, inAll / 2, inAll);
    }

    /** The holder that a caller is, see {@link Holder#of}. */
    public Holder holder(Caller caller, String connection) {
        return Holder.of(caller, connection, this);
    }
}

package dev.holdfast.mcp;

import dev.holdfast.json.JsonLimits;
import java.time.Duration;

/**
 * Bounds on the resources a client can make the server use. Immutable.
 *
 * @param maxMessageBytes the longest message (stdio: line, HTTP: body) that is accepted; longer ones are refused unread
 * @param maxDepth the deepest nesting of a message
 * @param maxConcurrentCalls blocking requests that run at the same time for one principal, or for one connection where
 *     callers are not told apart
 * @param maxStreams streams of notifications that one principal or connection has open at the same time
 * @param maxAddresses resources and tasks that one principal or connection listens to at the same time, over all its
 *     streams and sessions
 * @param maxSessions sessions of the handshake era that one principal has at the same time; when it opens another, the
 *     one it used longest ago ends
 * @param shutdownGrace how long running calls may still answer after a stdio client closed its output
 */
public record ServerLimits(
        int maxMessageBytes,
        int maxDepth,
        int maxConcurrentCalls,
        int maxStreams,
        int maxAddresses,
        int maxSessions,
        Duration shutdownGrace) {
    /**
     * 4 MiB of payload and 64 KiB around it, 80 levels; 256 calls, 200 streams, 5,000 addresses and 1,000 sessions of
     * one principal; 5 seconds.
     */
    public static final ServerLimits DEFAULT =
            new ServerLimits((4 << 20) + (64 << 10), 80, 256, 200, 5_000, 1_000, Duration.ofSeconds(5));

    /**
     * @throws IllegalArgumentException if a limit is below its minimum: 1024 bytes, 8 levels, 1 of what is counted, no
     *     negative duration
     */
    public ServerLimits {
        int fewest = Math.min(Math.min(maxConcurrentCalls, maxStreams), Math.min(maxAddresses, maxSessions));
        if (maxMessageBytes < 1024 || maxDepth < 8 || fewest < 1 || shutdownGrace.isNegative()) {
            throw new IllegalArgumentException("The minimum is 1024 bytes, 8 levels, 1 call, stream, address and"
                    + " session, and no grace, but the limits are " + maxMessageBytes + " bytes, " + maxDepth
                    + " levels, " + maxConcurrentCalls + " calls, " + maxStreams + " streams, " + maxAddresses
                    + " addresses, " + maxSessions + " sessions and " + shutdownGrace);
        }
    }

    /** The same with another {@link #maxMessageBytes()}. */
    public ServerLimits withMaxMessageBytes(int bytes) {
        return new ServerLimits(
                bytes, maxDepth, maxConcurrentCalls, maxStreams, maxAddresses, maxSessions, shutdownGrace);
    }

    /** The same with another {@link #maxDepth()}. */
    public ServerLimits withMaxDepth(int depth) {
        return new ServerLimits(
                maxMessageBytes, depth, maxConcurrentCalls, maxStreams, maxAddresses, maxSessions, shutdownGrace);
    }

    /** The same with another {@link #maxConcurrentCalls()}. */
    public ServerLimits withMaxConcurrentCalls(int calls) {
        return new ServerLimits(maxMessageBytes, maxDepth, calls, maxStreams, maxAddresses, maxSessions, shutdownGrace);
    }

    /** The same with another {@link #maxStreams()}. */
    public ServerLimits withMaxStreams(int streams) {
        return new ServerLimits(
                maxMessageBytes, maxDepth, maxConcurrentCalls, streams, maxAddresses, maxSessions, shutdownGrace);
    }

    /** The same with another {@link #maxAddresses()}. */
    public ServerLimits withMaxAddresses(int addresses) {
        return new ServerLimits(
                maxMessageBytes, maxDepth, maxConcurrentCalls, maxStreams, addresses, maxSessions, shutdownGrace);
    }

    /** The same with another {@link #maxSessions()}. */
    public ServerLimits withMaxSessions(int sessions) {
        return new ServerLimits(
                maxMessageBytes, maxDepth, maxConcurrentCalls, maxStreams, maxAddresses, sessions, shutdownGrace);
    }

    /** The same with another {@link #shutdownGrace()}. */
    public ServerLimits withShutdownGrace(Duration grace) {
        return new ServerLimits(
                maxMessageBytes, maxDepth, maxConcurrentCalls, maxStreams, maxAddresses, maxSessions, grace);
    }

    /** The limits of the parser that reads messages. */
    public JsonLimits json() {
        return new JsonLimits(maxMessageBytes, maxDepth);
    }
}

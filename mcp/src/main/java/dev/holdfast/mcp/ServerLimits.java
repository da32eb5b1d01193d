package dev.holdfast.mcp;

import dev.holdfast.json.JsonLimits;
import java.time.Duration;

/**
 * Bounds on the resources a client can make the server use. Immutable.
 *
 * @param maxMessageBytes the longest message (stdio: line, HTTP: body) that is accepted; longer ones are refused unread
 * @param maxDepth the deepest nesting of a message
 * @param maxConcurrentCalls blocking requests of one stdio client that run at the same time
 * @param shutdownGrace how long running calls may still answer after a stdio client closed its output
 */
public record ServerLimits(int maxMessageBytes, int maxDepth, int maxConcurrentCalls, Duration shutdownGrace) {
    /** 4 MiB of payload and 64 KiB around it, 80 levels, 256 calls, 5 seconds. */
    public static final ServerLimits DEFAULT = new ServerLimits((4 << 20) + (64 << 10), 80, 256, Duration.ofSeconds(5));

    /**
     * @throws IllegalArgumentException if a limit is below its minimum: 1024 bytes, 8 levels, 1 call, no negative
     *     duration
     */
    public ServerLimits {
        if (maxMessageBytes < 1024 || maxDepth < 8 || maxConcurrentCalls < 1 || shutdownGrace.isNegative()) {
            throw new IllegalArgumentException(
                    "The minimum is 1024 bytes, 8 levels, 1 call and no grace, but the limits are " + maxMessageBytes
                            + " bytes, " + maxDepth + " levels, " + maxConcurrentCalls + " calls and " + shutdownGrace);
        }
    }

    /** The same with another {@link #maxMessageBytes()}. */
    public ServerLimits withMaxMessageBytes(int bytes) {
        return new ServerLimits(bytes, maxDepth, maxConcurrentCalls, shutdownGrace);
    }

    /** The same with another {@link #maxDepth()}. */
    public ServerLimits withMaxDepth(int depth) {
        return new ServerLimits(maxMessageBytes, depth, maxConcurrentCalls, shutdownGrace);
    }

    /** The same with another {@link #maxConcurrentCalls()}. */
    public ServerLimits withMaxConcurrentCalls(int calls) {
        return new ServerLimits(maxMessageBytes, maxDepth, calls, shutdownGrace);
    }

    /** The same with another {@link #shutdownGrace()}. */
    public ServerLimits withShutdownGrace(Duration grace) {
        return new ServerLimits(maxMessageBytes, maxDepth, maxConcurrentCalls, grace);
    }

    /** The limits of the parser that reads messages. */
    public JsonLimits json() {
        return new JsonLimits(maxMessageBytes, maxDepth);
    }
}

package dev.holdfast.mcp.internal.task;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ClientCapabilities;
import java.time.Duration;
import java.time.Instant;

/**
 * The call that became a task; never changes.
 *
 * @param caller whose task it is; to anybody else there is none
 * @param capabilities of the request that began it: what its job may ask for
 */
record TaskOrigin(
        String id,
        Caller caller,
        String tool,
        JsonObject arguments,
        ClientCapabilities capabilities,
        Instant createdAt,
        Instant expiry) {
    boolean belongsTo(Caller other) {
        return caller.subject().equals(other.subject()) && caller.authenticated() == other.authenticated();
    }

    Duration lifetime() {
        return Duration.between(createdAt, expiry);
    }
}

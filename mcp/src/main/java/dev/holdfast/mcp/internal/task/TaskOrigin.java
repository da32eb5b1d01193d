package dev.holdfast.mcp.internal.task;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ClientCapabilities;
import java.time.Duration;
import java.time.Instant;

/**
 * The call that became a task. Immutable.
 *
 * @param caller the owner of the task; no other caller can see it
 * @param capabilities the client capabilities declared with that call: what the job may ask for
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

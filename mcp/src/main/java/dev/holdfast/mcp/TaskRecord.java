package dev.holdfast.mcp;

import dev.holdfast.json.JsonObject;
import java.time.Instant;

/**
 * A task as a {@link TaskStore} keeps it.
 *
 * @param id unguessable; ASCII letters, digits, hyphens and underscores, at most 32
 * @param revision 1 when created, then one more with every change
 * @param expiry when the task ceases to exist; never changes, and is a whole number of milliseconds
 * @param document everything else, opaque to the store; includes the caller's request and the answer
 */
public record TaskRecord(String id, long revision, Instant expiry, JsonObject document) {}

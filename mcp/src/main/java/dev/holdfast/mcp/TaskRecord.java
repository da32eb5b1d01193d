package dev.holdfast.mcp;

import dev.holdfast.json.JsonObject;
import java.time.Instant;

/**
 * A task as a {@link TaskStore} keeps it.
 *
 * @param id unguessable; ASCII letters, digits, hyphens and underscores, at most 32
 * @param revision 1 when created, then one more with every change
 * @param expiry from when on the task is no more; never changes, and is a whole number of milliseconds
 * @param document everything else, of no meaning to the store; holds what the caller sent and was answered
 */
public record TaskRecord(String id, long revision, Instant expiry, JsonObject document) {}

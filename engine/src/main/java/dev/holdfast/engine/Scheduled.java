package dev.holdfast.engine;

import dev.holdfast.json.JsonObject;
import java.time.Instant;

/**
 * A write that waits for its time.
 *
 * @param id what to cancel it by, within its state
 * @param by the principal that asked for it, and whose rights it is decided with
 * @param due when it is decided
 * @param write the write, in the form {@link Write#parse} reads
 */
public record Scheduled(String id, String by, Instant due, JsonObject write) {}

package dev.holdfast.engine;

import dev.holdfast.json.JsonObject;
import java.time.Instant;

/**
 * A scheduled write.
 *
 * @param id its id within its state, to cancel it by
 * @param by the principal that scheduled it, whose rights apply when it is decided
 * @param due when it is decided
 * @param write the write, in the form {@link Write#parse} reads
 */
public record Scheduled(String id, String by, Instant due, JsonObject write) {}

package dev.holdfast.mcp.webhook;

import dev.holdfast.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as it was granted.
 *
 * @param id that of its key
 * @param until when it ends unless it is refreshed before; null only if the client asked for one that does not end
 * @param cursor a place at or before which everything was taken by the receiver; null for a source without replay
 * @param truncated whether it begins later than the client asked for
 * @param status how deliveries went before this refresh; null for a new subscription
 */
public record WebhookGrant(
        String id,
        @Nullable Instant until,
        @Nullable String cursor,
        boolean truncated,
        @Nullable JsonObject status) {}

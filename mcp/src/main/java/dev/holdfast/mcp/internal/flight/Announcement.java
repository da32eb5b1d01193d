package dev.holdfast.mcp.internal.flight;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.ChangeKind;
import dev.holdfast.mcp.internal.wire.Message;
import dev.holdfast.mcp.internal.wire.MetaKeys;
import org.jspecify.annotations.Nullable;

/**
 * Something clients can be told: that it changed, never how. So two equal changes are worth one notification.
 *
 * @param uri of a {@link ChangeKind#RESOURCE}; null for the rest
 */
record Announcement(ChangeKind kind, @Nullable String uri) {
    static Announcement of(ChangeKind list) {
        return new Announcement(list, null);
    }

    static Announcement of(String uri) {
        return new Announcement(ChangeKind.RESOURCE, uri);
    }

    /** @param subscriptionId the request that listens; null in the handshake era, which knows none */
    JsonObject notification(@Nullable Json subscriptionId) {
        JsonObject.Builder params = JsonObject.builder();
        if (subscriptionId != null) {
            params.put("_meta", JsonObject.of(MetaKeys.SUBSCRIPTION_ID, subscriptionId));
        }
        return Message.notification(
                kind.notification(), params.putIfPresent("uri", uri).build());
    }
}

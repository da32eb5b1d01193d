package dev.holdfast.mcp.internal.flight;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.ChangeKind;
import dev.holdfast.mcp.internal.wire.Message;
import dev.holdfast.mcp.internal.wire.MetaKeys;
import org.jspecify.annotations.Nullable;

/**
 * A change to notify clients of. It says what changed but not how, so two equal changes need only one notification.
 *
 * @param uri the resource of a {@link ChangeKind#RESOURCE}; null for other kinds
 */
record Announcement(ChangeKind kind, @Nullable String uri) {
    static Announcement of(ChangeKind list) {
        return new Announcement(list, null);
    }

    static Announcement of(String uri) {
        return new Announcement(ChangeKind.RESOURCE, uri);
    }

    /** @param subscriptionId the id of the request that listens; null in the handshake era */
    JsonObject notification(@Nullable Json subscriptionId) {
        JsonObject.Builder params = JsonObject.builder();
        if (subscriptionId != null) {
            params.put("_meta", JsonObject.of(MetaKeys.SUBSCRIPTION_ID, subscriptionId));
        }
        return Message.notification(
                kind.notification(), params.putIfPresent("uri", uri).build());
    }
}

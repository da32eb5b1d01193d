package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Something clients can be told: that it changed, never how. So two equal changes are worth one notification.
 *
 * @param uri of a {@link ChangeKind#RESOURCE}; null for the rest
 */
record Change(ChangeKind kind, @Nullable String uri) {
    static Change of(ChangeKind list) {
        return new Change(list, null);
    }

    static Change of(String uri) {
        return new Change(ChangeKind.RESOURCE, uri);
    }

    /** @param subscriptionId the request that listens; null in the handshake era, which knows none */
    JsonObject notification(@Nullable Json subscriptionId) {
        JsonObject.Builder params = JsonObject.builder();
        if (subscriptionId != null) {
            params.put("_meta", JsonObject.of(MetaKeys.SUBSCRIPTION_ID, subscriptionId));
        }
        return message(kind.notification(), params.putIfPresent("uri", uri).build());
    }

    static JsonObject message(String method, JsonObject params) {
        JsonObject.Builder message = JsonObject.builder().put("jsonrpc", "2.0").put("method", method);
        return params.isEmpty()
                ? message.build()
                : message.put("params", params).build();
    }
}

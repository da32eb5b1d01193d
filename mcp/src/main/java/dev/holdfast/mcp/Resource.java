package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A resource as it is listed.
 *
 * @param uri absolute
 * @param size in bytes, if known
 */
public record Resource(
        String uri,
        String name,
        @Nullable String title,
        @Nullable String description,
        @Nullable String mimeType,
        @Nullable Long size) {
    JsonObject toJson(ProtocolVersion version) {
        JsonObject.Builder json = JsonObject.builder().put("uri", uri).put("name", name);
        if (version.atLeast(ProtocolVersion.V2025_06_18)) {
            json.putIfPresent("title", title);
        }
        return json.putIfPresent("description", description)
                .putIfPresent("mimeType", mimeType)
                .putIfPresent("size", size == null ? null : Json.of(size))
                .build();
    }
}

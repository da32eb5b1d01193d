package dev.holdfast.mcp;

import dev.holdfast.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of resources.
 *
 * @param uriTemplate RFC 6570
 */
public record ResourceTemplate(
        String uriTemplate,
        String name,
        @Nullable String title,
        @Nullable String description,
        @Nullable String mimeType) {
    JsonObject toJson(ProtocolVersion version) {
        JsonObject.Builder json =
                JsonObject.builder().put("uriTemplate", uriTemplate).put("name", name);
        if (version.atLeast(ProtocolVersion.V2025_06_18)) {
            json.putIfPresent("title", title);
        }
        return json.putIfPresent("description", description)
                .putIfPresent("mimeType", mimeType)
                .build();
    }
}
